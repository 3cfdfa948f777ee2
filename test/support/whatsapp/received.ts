/** What a person has of the bot: one message, decrypted, in the terms of a test. */
import { z } from 'zod';

export const received = z.object({
  id: z.string(),
  /** When it came, milliseconds since 1970. */
  at: z.number(),
  /** The address the bot wrote to. */
  to: z.string(),
  encType: z.string(),
  kind: z.enum(['text', 'image', 'video', 'audio', 'document', 'sticker', 'edit', 'revoke', 'reaction', 'other']),
  /** Of a text, of what an edit makes of one, or the emoji of a reaction. */
  text: z.string().exactOptional(),
  caption: z.string().exactOptional(),
  fileName: z.string().exactOptional(),
  mimetype: z.string().exactOptional(),
  /** Size of the file, decrypted. */
  bytes: z.number().exactOptional(),
  /** The message that is edited, revoked or reacted to. */
  target: z.string().exactOptional(),
  /** The message this one answers. */
  quoted: z.string().exactOptional(),
  /** The whole `proto.Message`, bytes in base64. */
  message: z.unknown(),
});
export type Received = z.infer<typeof received>;
