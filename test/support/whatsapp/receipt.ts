/** The bot's answer to a message: a receipt, by its type, or `refused` with the code of an `ack`. */
import { z } from 'zod';

export const receipt = z.object({
  id: z.string(),
  /** Without a type in the protocol: `delivered`. `inactive` is the same of a client that is not looking. */
  type: z.string(),
  error: z.string().exactOptional(),
  /** Milliseconds since 1970. */
  at: z.number(),
});
export type Receipt = z.infer<typeof receipt>;
