/** From a message of ours to what WhatsApp sends: its own markup, choices as a numbered list, a file with words under it. */
import type { AnyMessageContent } from '@whiskeysockets/baileys';
import type { Outgoing } from '../channel.ts';
import { write } from '../numbered.ts';

/** @param hint says that a choice is made by its number */
export function contentOf(message: Outgoing, hint: string): AnyMessageContent {
  const text = write(message, hint);
  const { file } = message;
  if (!file) return { text, linkPreview: null };
  const { name, type } = file;
  const bytes = Buffer.from(file.bytes);
  if (type === 'application/pdf') return { document: bytes, fileName: name, mimetype: type, caption: text };
  return { image: bytes, mimetype: type, caption: text };
}
