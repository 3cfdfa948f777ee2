/** What the crowd's process and its test tell each other. */
import { z } from 'zod';

/** To the crowd. */
export const order = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('gather'),
    token: z.string(),
    username: z.string(),
    seed: z.number(),
    /** Those who make their pledges. */
    nips: z.array(z.string()),
    /** Those who report something: how many, and the picture that half of them attach. */
    reporters: z.number(),
    photo: z.base64(),
    /** The codes of those who come back for a report that was filed before. */
    codes: z.array(z.string()),
  }),
  /** Everybody begins at once. */
  z.object({ do: z.literal('begin') }),
  z.object({ do: z.literal('report') }),
  /** The bot was killed: what it knew in memory is gone. */
  z.object({ do: z.literal('mourn') }),
]);
export type Order = z.infer<typeof order>;

const guest = z.object({ chat: z.number(), phone: z.string(), nip: z.string(), wrongCode: z.boolean() });
/** One who reports: the words by which their report is known, whether it is a full one, has a picture, and its code is to stay. */
const reporter = z.object({
  chat: z.number(),
  phone: z.string(),
  account: z.string(),
  full: z.boolean(),
  photo: z.boolean(),
  keepsCode: z.boolean(),
});
/** One who comes back with a code, what they write, and whether they withdraw in the end. */
const reader = z.object({
  chat: z.number(),
  phone: z.string(),
  code: z.string(),
  answer: z.string(),
  withdraws: z.boolean(),
});
const report = z.object({
  /** What came of each report, by chat. */
  filed: z.array(
    z.object({
      chat: z.number(),
      /** Every code that was ever shown, as it was shown. */
      codes: z.array(z.string()),
      piece: z.enum(['secured', 'failed', 'none']),
      /** Whether a message with the code still stands there. */
      codeStands: z.boolean(),
      /** What still stands there of what the bot was able to erase. */
      left: z.array(z.string()),
    }),
  ),
  /** What those who came back saw: everything the bot said, and what came of their picture. */
  read: z.array(
    z.object({ chat: z.number(), said: z.array(z.string()), piece: z.enum(['secured', 'failed', 'none']) }),
  ),
  /** Names of the files that were sent. */
  files: z.array(z.string()),
  /** NIPs of those who read that their pledge is recorded. */
  acknowledged: z.array(z.string()),
  /** What came of each certificate: kinds of files, and whether its owner was ever told that it cannot be made. */
  certificates: z.array(
    z.object({ nip: z.string(), files: z.array(z.enum(['document', 'photo'])), refused: z.boolean() }),
  ),
  /** Those who wait for an answer, for what, and what stands in their chat. */
  waiting: z.array(z.object({ chat: z.number(), awaits: z.string(), sees: z.array(z.string()) })),
});

/** From the crowd. */
export const news = z.discriminatedUnion('is', [
  z.object({ is: z.literal('listening'), root: z.string() }),
  z.object({
    is: z.literal('gathered'),
    guests: z.array(guest),
    reporters: z.array(reporter),
    readers: z.array(reader),
  }),
  /** Messages of the bot so far, new or changed, and how many people are done. */
  z.object({ is: z.literal('progress'), heard: z.number(), finished: z.number() }),
  z.object({ is: z.literal('report'), report }),
]);
export type News = z.infer<typeof news>;
export type Guest = z.infer<typeof guest>;
export type Reporter = z.infer<typeof reporter>;
export type Reader = z.infer<typeof reader>;
export type Report = z.infer<typeof report>;
