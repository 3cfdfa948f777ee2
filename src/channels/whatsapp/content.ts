/** From a message of ours to what WhatsApp sends: its own markup, choices as a numbered list, a file with words under it. */
import type { AnyMessageContent } from '@whiskeysockets/baileys';
import sharp from 'sharp';
import type { Outgoing } from '../channel.ts';
import { write } from '../numbered.ts';

/** @param hint says that a choice is made by its number */
export async function contentOf(message: Outgoing, hint: string): Promise<AnyMessageContent> {
  const text = write(message, hint);
  const { file } = message;
  if (!file) return { text, linkPreview: null };
  const { name, type } = file;
  const bytes = Buffer.from(file.bytes);
  if (type === 'application/pdf') return { document: bytes, fileName: name, mimetype: type, caption: text };
  return { image: bytes, mimetype: type, caption: text, jpegThumbnail: await thumbnailOf(bytes) };
}

/** Pixels across of what stands there until the picture itself has come. */
const THUMBNAIL = 32;

/** Base64. Told none, Baileys writes the picture in the clear into the folder for temporary files, to make one of it. */
async function thumbnailOf(picture: Buffer): Promise<string> {
  try {
    return (await sharp(picture).resize(THUMBNAIL).jpeg({ quality: 50 }).toBuffer()).toString('base64');
  } catch {
    // It can be sent all the same; until it has come, nothing is shown.
    return '';
  }
}
