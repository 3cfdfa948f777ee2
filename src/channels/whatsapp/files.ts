/** Fetches what people sent, from WhatsApp's own host alone, and opens it. */
import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { DEFAULT_ORIGIN, getMediaKeys } from '@whiskeysockets/baileys';
import { FetchError } from '../channel.ts';
import { createDownload, type Download, Oversize, StatusError } from '../download.ts';
import { readReference } from './media.ts';

/** Where WhatsApp keeps files. */
export const MEDIA_HOST = 'mmg.whatsapp.net';

/** An encrypted file: blocks of 16 bytes, of which the last is never full, and 10 bytes of an HMAC over all of it. */
const [BLOCK, MAC] = [16, 10];

export class Files {
  private readonly host: string;
  private readonly download: Download;

  /** @param host where files lie; another than WhatsApp's only on loopback */
  constructor(host: string = MEDIA_HOST) {
    this.host = host;
    this.download = createDownload(`https://${host}`, { origin: DEFAULT_ORIGIN });
  }

  /**
   * @param ref as in {@link Media.ref}
   * @throws FetchError
   */
  async fetch(ref: string, most: number, signal: AbortSignal): Promise<Uint8Array> {
    const file = readReference(ref);
    if (!file || !isPathOf(this.host, file.path)) throw new FetchError('gone');
    if (file.length > most) throw new FetchError('too_large');
    const sealed = await this.get(file.path, sealedLength(file.length), signal);
    const { iv, cipherKey, macKey } = await getMediaKeys(Buffer.from(file.key, 'base64'), file.kind);
    const bytes = macKey && opened(sealed, { iv, cipherKey, macKey });
    // A changed file does not get better by fetching it again.
    if (bytes?.length !== file.length || hashOf(bytes) !== file.sha256) throw new FetchError('gone');
    return bytes;
  }

  private async get(path: string, most: number, signal: AbortSignal): Promise<Uint8Array> {
    try {
      return await this.download(path.slice(1), most, signal);
    } catch (error) {
      // No cause: undici's errors may tell the address of the file. There is more of it than was said: it is another one.
      throw new FetchError(error instanceof Oversize || isGone(error) ? 'gone' : 'retry');
    }
  }
}

/** Files are gone from WhatsApp's servers after some weeks. */
const isGone = (error: unknown): boolean => error instanceof StatusError && [403, 404, 410].includes(error.code);

/** The path comes from the sender: `@evil.example/` or `.evil.example/` behind the host would be another host. */
function isPathOf(host: string, path: string): boolean {
  const address = URL.parse(`https://${host}${path}`);
  return path.startsWith('/') && address?.host === host && address.username === '';
}

const sealedLength = (length: number): number => (Math.floor(length / BLOCK) + 1) * BLOCK + MAC;

/** `undefined` when it is not what was sealed with these keys. */
function opened(
  sealed: Uint8Array,
  { iv, cipherKey, macKey }: { readonly iv: Uint8Array; readonly cipherKey: Uint8Array; readonly macKey: Uint8Array },
): Buffer | undefined {
  if (sealed.length < BLOCK + MAC || (sealed.length - MAC) % BLOCK !== 0) return undefined;
  const encrypted = sealed.subarray(0, -MAC);
  const mac = createHmac('sha256', macKey).update(iv).update(encrypted).digest().subarray(0, MAC);
  if (!timingSafeEqual(mac, sealed.subarray(-MAC))) return undefined;
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  try {
    return Buffer.concat([decipher.update(encrypted), decipher.final()]);
  } catch {
    // Who sends a file has its keys, and can seal what has no right end.
    return undefined;
  }
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');
