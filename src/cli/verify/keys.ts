import { text } from '../../domain/message.ts';
import { publishedKeys } from '../../secrecy/signing.ts';
import { type PublicKeys, PublicKeysError, readPublicKeys } from '../../secrecy/signing-keys.ts';
import { Refusal } from '../shared/errors.ts';
import { readNamedFile } from '../shared/files.ts';

const LARGEST = 1024 * 1024;

/**
 * The public keys to trust: a saved copy of `/.well-known/ikrar-keys.json`, or those of the service in this data folder.
 *
 * @throws Refusal when there are none
 */
export async function trustedKeys(file: string | undefined, dataDir: string): Promise<PublicKeys> {
  if (file !== undefined) return pinnedKeys(file);
  const own = await publishedKeys(dataDir);
  if (own.keys.length === 0) throw new Refusal(text('verify.cli_no_keys'));
  return own;
}

async function pinnedKeys(path: string): Promise<PublicKeys> {
  const json = await readNamedFile(path, LARGEST);
  try {
    return readPublicKeys(json.toString('utf8'));
  } catch (error) {
    if (!(error instanceof PublicKeysError)) throw error;
    throw new Refusal(text('verify.cli_bad_keys', { path }));
  }
}
