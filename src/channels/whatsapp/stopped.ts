import { FetchError, SendError } from '../channel.ts';
import type { WhatsAppChannel } from './whatsapp.ts';

/** How long whoever wants to send something waits, ms. */
const LOOK_AGAIN_MS = 60_000;

/**
 * In the place of a number that cannot be connected as the service is set up. It takes nothing and sends nothing; what there is
 * to send waits for a process that holds the number.
 *
 * @param why names the setting, and not its value
 */
export function stoppedWhatsApp(why: string): WhatsAppChannel {
  const nobody = async (): Promise<never> => {
    throw new SendError({ kind: 'retry', waitMs: LOOK_AGAIN_MS, everybody: true });
  };
  return {
    name: 'whatsapp',
    abilities: new Set(['sender']),
    receipts: undefined,
    start: async () => {},
    stop: async () => {},
    send: nobody,
    fetch: async () => {
      throw new FetchError('retry');
    },
    erase: nobody,
    typing: () => {},
    holds: () => false,
    mayRemind: () => false,
    trouble: () => `stopped (${why})`,
    linkedNumber: async () => undefined,
  };
}
