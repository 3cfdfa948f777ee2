/** The public half of signing: what anybody may hold to check a certificate, online or years later on paper. */
import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { ClaimedCertificate } from '../domain/certificate.ts';

const schema = z.object({
  keys: z.array(
    z.object({ id: z.string(), algorithm: z.literal('Ed25519'), publicKey: z.string().regex(/^[\w-]{43}$/) }),
  ),
  certificates: z.array(z.object({ sha256: z.string(), pem: z.string() })),
});

/** `/.well-known/ikrar-keys.json`, newest first; a key that signs no more stays, so that its certificates verify. */
export type PublicKeys = z.infer<typeof schema>;

/** Neither our published keys nor a copy of them. */
export class PublicKeysError extends Error {
  override readonly name = 'PublicKeysError';
}

/**
 * Reads a saved copy of `/.well-known/ikrar-keys.json`.
 *
 * @throws PublicKeysError
 */
export function readPublicKeys(json: string): PublicKeys {
  try {
    const keys = schema.parse(JSON.parse(json));
    for (const { pem } of keys.certificates) new X509Certificate(pem);
    return keys;
  } catch (error) {
    throw new PublicKeysError('not a copy of /.well-known/ikrar-keys.json', { cause: error });
  }
}

/** `unknown_key`: signed, if at all, by somebody whose key we do not know. `wrong`: changed or forged. */
export type SignatureVerdict = 'valid' | 'wrong' | 'unknown_key';

/** Whether one of these keys signed what a certificate claims. */
export function verifyCertificate(claimed: ClaimedCertificate, { keys }: PublicKeys): SignatureVerdict {
  const known = keys.find(({ id }) => id === claimed.fields.keyId);
  if (!known) return 'unknown_key';
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: known.publicKey }, format: 'jwk' });
  const signature = Buffer.from(claimed.signature, 'base64url');
  return verify(null, Buffer.from(claimed.message), key, signature) ? 'valid' : 'wrong';
}
