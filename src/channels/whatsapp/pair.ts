/** Makes a number ours, or not ours any more: what an operator does once, with the phone in the hand. */

import { isPaired, readCredentials } from './credentials.ts';
import { hushLibsignal } from './hush.ts';
import type { Safe } from './ports.ts';
import { type Endpoint, openSocket } from './socket.ts';

export interface PairOptions {
  readonly safe: Safe;
  readonly endpoint: Endpoint;
  /** Digits. With it the phone is given a code to type; without, a QR to scan. */
  readonly number: string | undefined;
  readonly show: (what: { readonly qr: string } | { readonly code: string }) => void;
  readonly signal: AbortSignal;
}

/** True once a connection with the new credentials was open; false when the signal came first. */
export async function pairNumber(options: PairOptions): Promise<boolean> {
  hushLibsignal();
  while (!options.signal.aborted) if (await connectOnce(options)) return true;
  return false;
}

/** One connection: pairing when there is nothing yet, and then once more to see that it holds. */
async function connectOnce({ safe, endpoint, number, show, signal }: PairOptions): Promise<boolean> {
  const credentials = await readCredentials(safe);
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let asked = false;
  const { socket, end } = openSocket({
    safe,
    credentials,
    endpoint,
    arrived: () => {}, // kept, for the service to take up
    rung: () => {},
    pairing: (qr) => {
      if (number === undefined) show({ qr });
      else if (!asked) {
        asked = true;
        // A code belongs to the connection that asked for it; when that ends, the next asks again.
        socket.requestPairingCode(number).then((code) => show({ code }), end);
      }
    },
    opened: () => {
      resolve(true);
      end();
    },
    closed: () => resolve(false),
  });
  const stop = (): void => end();
  signal.addEventListener('abort', stop);
  return promise.finally(() => signal.removeEventListener('abort', stop));
}

/** Tells WhatsApp that this device is gone, as far as it can be reached, and forgets everything of the number. */
export async function unpairNumber(safe: Safe, endpoint: Endpoint, signal: AbortSignal): Promise<boolean> {
  hushLibsignal();
  const credentials = await readCredentials(safe);
  if (!isPaired(credentials)) return false;
  const { promise, resolve } = Promise.withResolvers<void>();
  const { socket, end } = openSocket({
    safe,
    credentials,
    endpoint,
    arrived: () => {},
    rung: () => {},
    pairing: () => end(),
    opened: () => void socket.logout().catch(() => end()),
    closed: () => resolve(),
  });
  signal.addEventListener('abort', () => end());
  await promise;
  await safe.forget();
  return true;
}
