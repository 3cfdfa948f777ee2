/** What the page says to the server. */
import { z } from 'zod';
import { LANGUAGES } from '../../domain/message.ts';

/** Telegram's limit for what a person can write, UTF-16 units. */
const LONGEST_TEXT = 4096;
/** Telegram's limit for the data of a button. */
const LONGEST_DATA = 64;
/** Longest name that file systems have. */
const LONGEST_NAME = 255;
/** Longest type and subtype (RFC 6838, 4.2), with room for parameters. */
const LONGEST_TYPE = 300;

const deed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().trim().min(1).max(LONGEST_TEXT) }),
  z.object({ kind: z.literal('tap'), bubble: z.string().max(64), data: z.string().max(LONGEST_DATA) }),
  z.object({ kind: z.literal('contact') }),
  z.object({ kind: z.literal('sticker') }),
  /** Attaches the photo that we have ready. */
  z.object({ kind: z.literal('sample') }),
]);

const from = {
  phone: z.enum(['buttons', 'numbers']),
  handset: z.uuid(),
  /** Chosen by the page, so that sending again is no second message. */
  id: z.uuid(),
  language: z.enum(LANGUAGES),
};
/** Which of the personas holds the phone. */
const persona = z.int().min(0).max(1000);

export const actSchema = z.strictObject({ ...from, persona, deed });

/** What stands in the address of a file that is attached; the body is the file. */
export const uploadSchema = z.strictObject({
  ...from,
  persona: z.string().regex(/^\d+$/).transform(Number).pipe(persona),
  /** Which entry of the menu it was chosen with. */
  as: z.enum(['photo', 'file', 'voice']),
  name: z.string().max(LONGEST_NAME),
  /** Media type as the browser takes it to be, perhaps empty. */
  type: z.string().max(LONGEST_TYPE),
});

export type ActBody = z.infer<typeof actSchema>;
export type UploadQuery = z.input<typeof uploadSchema>;
export type ChosenAs = UploadQuery['as'];
