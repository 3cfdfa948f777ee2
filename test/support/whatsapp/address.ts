/** What the process says when it is ready. */
import { z } from 'zod';

export const address = z.object({
  /** `ws://127.0.0.1:PORT/ws/chat`, for Baileys' `waWebSocketUrl`. */
  url: z.string(),
  control: z.string(),
  /** Public key the noise handshake must lead to, hex. */
  root: z.string(),
  /** The TLS certificate of {@link media}, PEM. */
  ca: z.string(),
  /** `127.0.0.1:PORT`: where files are fetched from and brought to. */
  media: z.string(),
});
export type Address = z.infer<typeof address>;
