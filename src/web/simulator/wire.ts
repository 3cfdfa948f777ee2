/** What the page says to the server. */
import { z } from 'zod';
import { LANGUAGES } from '../../domain/message.ts';

/** Telegram's limit for what a person can write, UTF-16 units. */
const LONGEST_TEXT = 4096;
/** Telegram's limit for the data of a button. */
const LONGEST_DATA = 64;

const deed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().trim().min(1).max(LONGEST_TEXT) }),
  z.object({ kind: z.literal('tap'), bubble: z.string().max(64), data: z.string().max(LONGEST_DATA) }),
  z.object({ kind: z.literal('contact') }),
  z.object({ kind: z.literal('attach'), what: z.enum(['photo', 'document', 'voice', 'sticker']) }),
]);

export const actSchema = z.strictObject({
  phone: z.enum(['buttons', 'numbers']),
  handset: z.uuid(),
  /** Chosen by the page, so that sending again is no second message. */
  id: z.uuid(),
  /** Which of the personas holds the phone. */
  persona: z.int().min(0).max(1000),
  language: z.enum(LANGUAGES),
  deed,
});

export type ActBody = z.infer<typeof actSchema>;
