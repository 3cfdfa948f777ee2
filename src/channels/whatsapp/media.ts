/** Files that people send: what is needed to fetch one. */
import { type proto, toNumber } from '@whiskeysockets/baileys';
import { z } from 'zod';
import type { EvidenceKind } from '../../domain/evidence.ts';
import type { Media } from '../../engine/types.ts';

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

/** The file of a message with its caption; `undefined` when it has none, or not what is needed to fetch and check it. */
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
    const words = captionOf(content);
    return { ref: JSON.stringify(ref), kind: EVIDENCE[kind], size: length, ...(words ? { words } : {}) };
  }
  return undefined;
}

/** What was written under a file; some apps write its name there, which is nobody's words. */
function captionOf({ imageMessage, videoMessage, documentMessage }: proto.IMessage): string | undefined {
  const caption = (imageMessage ?? videoMessage ?? documentMessage)?.caption ?? undefined;
  const names = [documentMessage?.fileName, documentMessage?.title];
  return caption !== undefined && names.includes(caption) ? undefined : caption;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** `undefined` when it is none that {@link mediaOf} has made. */
export function readReference(ref: string): z.infer<typeof reference> | undefined {
  try {
    return reference.parse(JSON.parse(ref));
  } catch {
    return undefined;
  }
}
