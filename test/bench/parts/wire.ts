/** What the processes of the bench say to each other. */
import { z } from 'zod';

/** A call of the bot as the driver hears of it, one line of JSON each on `GET /replies/<token>`. */
export const reply = z.object({
  chat: z.number(),
  message: z.number(),
  /** Data of the buttons under the message, in order. */
  buttons: z.array(z.string()),
  /** Whether the button that shares a contact was put up. */
  contact: z.boolean(),
  /** When the fake had read the call, ms of the machine's monotonic clock. */
  at: z.number(),
});
export type Reply = z.output<typeof reply>;

const pace = z.discriminatedUnion('kind', [
  /** So many at a time, each acting the moment a reply comes. */
  z.object({ kind: z.literal('at once'), users: z.number() }),
  /** So many messages a second, whether or not the bot keeps up; nobody acts before thinking for a while. */
  z.object({ kind: z.literal('steady'), perSecond: z.number(), thinkMs: z.number() }),
  /** Everybody begins within a time, at random, and thinks up to so long before each act. */
  z.object({ kind: z.literal('rush'), withinMs: z.number(), thinkMs: z.number() }),
]);
export type Pace = z.output<typeof pace>;

export const job = z.object({
  apiRoot: z.string(),
  token: z.string(),
  webhook: z.string(),
  secret: z.string(),
  play: z.enum(['pledge', 'echo', 'report', 'report with a photo']),
  /** The first person of the roster to play; each plays once. */
  first: z.number(),
  dialogues: z.number(),
  pace,
});
export type Job = z.output<typeof job>;

export const played = z.object({
  messages: z.number(),
  finished: z.number(),
  /** Dialogues that stood still until the driver gave up. */
  lost: z.number(),
  /** Webhook calls that were not answered with 200. */
  refused: z.number(),
  /** Acts that were sent while an earlier webhook call of the same chat was still open. */
  early: z.number(),
  /** Taps whose webhook answer carried answerCallbackQuery, of all taps. */
  tapsAnswered: z.number(),
  taps: z.number(),
  seconds: z.number(),
  /** From sending the webhook call to the first call of the bot for that chat, ms. */
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
});
export type Played = z.output<typeof played>;

/** What a bot that is watched has sent. */
export const seen = z.object({
  sent: z.number(),
  /** When it sent the first and the last, ms of the machine's monotonic clock. */
  first: z.number(),
  last: z.number(),
  /** How many of them each of its processes sent, by the name of the process. */
  by: z.record(z.string(), z.number()),
  /** When it was refused because it was too much. */
  refusals: z.array(z.number()),
});
export type Seen = z.output<typeof seen>;

/** ms of a clock that all processes of the machine share. */
export const clock = (): number => Number(process.hrtime.bigint()) / 1e6;
