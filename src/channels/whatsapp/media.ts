/** Files that people send: what is needed to fetch one, and fetching it from WhatsApp's own host alone. */
import { createHash } from 'node:crypto';
import { downloadContentFromMessage, getUrlFromDirectPath, type proto, toNumber } from '@whiskeysockets/baileys';
import { z } from 'zod';
import type { EvidenceKind } from '../../domain/evidence.ts';
import type { Media } from '../../engine/types.ts';
import { FetchError } from '../channel.ts';

/** Where WhatsApp keeps files. */
export const MEDIA_HOST = 'mmg.whatsapp.net';

const KINDS = ['image', 'video', 'audio', 'document'] as const;
const EVIDENCE: Readonly<Record<(typeof KINDS)[number], EvidenceKind>> = {
  image: 'photo',
  video: 'video',
  audio: 'audio',
  document: 'document',
};

/** What {@link Media.ref} holds, as JSON: bytes in base64, `length` in bytes. The sender's own URL is not among it. */
const reference = z.object({
  kind: z.enum(KINDS),
  key: z.base64(),
  path: z.string(),
  sha256: z.base64(),
  length: z.number(),
});

type FileMessage = Pick<proto.Message.IImageMessage, 'mediaKey' | 'directPath' | 'fileSha256' | 'fileLength'>;

/** The file of a message; `undefined` when it has none, or not what is needed to fetch and check it. */
export function mediaOf(content: proto.IMessage): Media | undefined {
  const found: readonly (readonly [(typeof KINDS)[number], FileMessage | null | undefined])[] = [
    ['image', content.imageMessage],
    ['video', content.videoMessage ?? content.ptvMessage],
    ['audio', content.audioMessage],
    ['document', content.documentMessage],
  ];
  for (const [kind, file] of found) {
    if (!file) continue;
    const { mediaKey, directPath, fileSha256, fileLength } = file;
    if (!mediaKey || !directPath || !fileSha256) return undefined;
    const length = toNumber(fileLength);
    const ref = { kind, key: base64(mediaKey), path: directPath, sha256: base64(fileSha256), length };
    return { ref: JSON.stringify(ref), kind: EVIDENCE[kind], size: length };
  }
  return undefined;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/**
 * Fetches and decrypts a file, and checks that it is the one that was sent: Baileys does not compare its hash.
 *
 * @param host where files lie; another than WhatsApp's only on loopback
 * @throws FetchError
 */
export async function fetchMedia(ref: string, most: number, host: string, signal: AbortSignal): Promise<Uint8Array> {
  const { kind, key, path, sha256, length } = readReference(ref);
  if (length > most) throw new FetchError('too_large');
  if (!isPathOf(host, path)) throw new FetchError('gone');
  const bytes = await download(most, () =>
    downloadContentFromMessage({ mediaKey: Buffer.from(key, 'base64'), directPath: path }, kind, {
      host,
      options: { signal },
    }),
  );
  // A changed file does not get better by fetching it again.
  if (bytes.length !== length || createHash('sha256').update(bytes).digest('base64') !== sha256) {
    throw new FetchError('gone');
  }
  return bytes;
}

function readReference(ref: string): z.infer<typeof reference> {
  try {
    return reference.parse(JSON.parse(ref));
  } catch {
    // No cause: it would quote what was read.
    throw new FetchError('gone');
  }
}

/** The path comes from the sender: `@evil.example/` or `.evil.example/` behind the host would be another host. */
function isPathOf(host: string, path: string): boolean {
  const address = URL.parse(getUrlFromDirectPath(path, host));
  return path.startsWith('/') && address?.host === host && address.username === '';
}

async function download(most: number, begin: () => Promise<AsyncIterable<unknown>>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of await begin()) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError('a file comes in bytes');
      size += chunk.length;
      if (size > most) throw new FetchError('too_large');
      chunks.push(Buffer.from(chunk));
    }
  } catch (error) {
    // No cause: Baileys' errors tell the address of the file.
    throw error instanceof FetchError ? error : new FetchError(outcomeOf(error));
  }
  return Buffer.concat(chunks);
}

/** Baileys' errors carry the HTTP status; files are gone from WhatsApp's servers after some weeks. */
function outcomeOf(error: unknown): FetchError['outcome'] {
  const status = z.object({ output: z.object({ statusCode: z.number() }) }).safeParse(error).data?.output.statusCode;
  return status !== undefined && [403, 404, 410].includes(status) ? 'gone' : 'retry';
}
