/** Makes a number ours, or not ours any more: what an operator does once, with the phone in the hand. */
import { pause } from '../pause.ts';
import { afterClose, type Ending } from './closing.ts';
import { isPaired, readCredentials, unlessLocked } from './credentials.ts';
import type { Safe } from './ports.ts';
import { Redial } from './redial.ts';
import { type Endpoint, openSocket } from './socket.ts';
import { Whereabouts } from './whereabouts.ts';

export interface PairOptions {
  readonly safe: Safe;
  readonly endpoint: Endpoint;
  /** Digits. With it the phone is given a code to type; without, a QR to scan. */
  readonly number: string | undefined;
  readonly show: (what: { readonly qr: string } | { readonly code: string }) => void;
  /** WhatsApp cannot be reached, and it is tried again; said once. @param cause `ECONNREFUSED`, `HTTP 401` */
  readonly unreachable: (cause: string) => void;
  readonly signal: AbortSignal;
}

/** `late`: the signal came first. A number: WhatsApp wants none of it, and why. */
export type PairOutcome = 'linked' | 'late' | number;

/** Resolves once a connection with the new credentials was open, and everything of it is written. */
export async function pairNumber(options: PairOptions): Promise<PairOutcome> {
  const { safe, signal } = options;
  const redial = new Redial();
  let said = false;
  while (!signal.aborted) {
    redial.begins();
    const ending = await connectOnce(options);
    if (ending === 'linked') return ending;
    const { code, cause } = ending;
    const next = afterClose(code);
    if (next === 'stop' && code !== undefined) return code;
    if (next === 'unpaired') await safe.forget();
    if (cause !== undefined && !said && !signal.aborted) options.unreachable(cause);
    said ||= cause !== undefined;
    await pause(redial.ended(next), signal);
  }
  return 'late';
}

/** One connection: pairing when there is nothing yet, and then once more to see that it holds. */
async function connectOnce({ safe, endpoint, number, show, signal }: PairOptions): Promise<'linked' | Ending> {
  const credentials = await readCredentials(safe);
  // Too late: somebody else may have the number by now.
  if (signal.aborted) return { code: undefined };
  const { promise, resolve } = Promise.withResolvers<'linked' | Ending>();
  let asked = false;
  let linked = false;
  const { socket, end } = openSocket({
    safe,
    credentials,
    endpoint,
    arrived: () => {}, // kept, for the service to take up
    rung: () => {},
    refusedLate: () => {},
    received: () => {},
    moved: (move) => new Whereabouts(safe).moved(move),
    pairing: (qr) => {
      if (number === undefined) show({ qr });
      else if (!asked) {
        asked = true;
        // A code belongs to the connection that asked for it; when that ends, the next asks again.
        socket.requestPairingCode(number).then((code) => show({ code }), end);
      }
    },
    opened: () => {
      linked = true;
      end();
    },
    closed: (why) => resolve(linked ? 'linked' : why),
  });
  const stop = (): void => end();
  signal.addEventListener('abort', stop);
  return promise.finally(() => signal.removeEventListener('abort', stop));
}

/** `late`: the signal came first. `locked`: it is forgotten, but WhatsApp could not be told. `before`: there was none. */
export type UnpairOutcome = 'unpaired' | 'locked' | 'before' | 'late';

/** Tells WhatsApp that this device is gone, as far as it can be reached, and forgets everything of the number. */
export async function unpairNumber(safe: Safe, endpoint: Endpoint, signal: AbortSignal): Promise<UnpairOutcome> {
  const credentials = await readCredentials(safe).catch(unlessLocked);
  if (signal.aborted) return 'late';
  if (!credentials) {
    await safe.forget();
    return 'locked';
  }
  if (!isPaired(credentials)) return 'before';
  const { promise, resolve } = Promise.withResolvers<void>();
  const { socket, end } = openSocket({
    safe,
    credentials,
    endpoint,
    arrived: () => {},
    rung: () => {},
    refusedLate: () => {},
    received: () => {},
    moved: (move) => new Whereabouts(safe).moved(move),
    pairing: () => end(),
    opened: () => void socket.logout().catch(() => end()),
    closed: () => resolve(),
  });
  signal.addEventListener('abort', () => end());
  await promise;
  await safe.forget();
  return 'unpaired';
}
