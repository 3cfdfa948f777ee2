import { z } from 'zod';
import { REMOVED } from '../domain/evidence.ts';

/** The head of what the cleaner says. With `cleaned` comes the picture as body. */
export const answer = z.discriminatedUnion('is', [
  /** Said once, when it has started and loaded its libraries. */
  z.object({ is: z.literal('ready') }),
  /** No picture of the allow-list, or an animation; `sort` is what kinds.ts knows it by. */
  z.object({ is: z.literal('passed'), sort: z.string() }),
  z.object({ is: z.literal('cleaned'), format: z.enum(['jpeg', 'png']), removed: z.array(z.enum(REMOVED)) }),
  z.object({ is: z.literal('refused'), fault: z.enum(['damaged', 'too_many_pixels', 'too_large']) }),
]);

export type Answer = z.infer<typeof answer>;
