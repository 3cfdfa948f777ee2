/** What the crowd's process and its test tell each other. */
import { z } from 'zod';

/** To the crowd. */
export const order = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('gather'),
    token: z.string(),
    username: z.string(),
    seed: z.number(),
    nips: z.array(z.string()),
  }),
  /** Everybody begins at once. */
  z.object({ do: z.literal('begin') }),
  z.object({ do: z.literal('report') }),
]);
export type Order = z.infer<typeof order>;

const guest = z.object({ chat: z.number(), phone: z.string(), nip: z.string(), wrongCode: z.boolean() });
const report = z.object({
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
  z.object({ is: z.literal('gathered'), guests: z.array(guest) }),
  /** Messages of the bot so far, new or changed, and how many people are done. */
  z.object({ is: z.literal('progress'), heard: z.number(), finished: z.number() }),
  z.object({ is: z.literal('report'), report }),
]);
export type News = z.infer<typeof news>;
export type Guest = z.infer<typeof guest>;
export type Report = z.infer<typeof report>;
