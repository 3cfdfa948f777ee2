/** One connection after another, as the reason of each end says, for as long as the number is ours. */
import type { AuthenticationCreds } from '@whiskeysockets/baileys';
import type { Logger } from '../../log.ts';
import { pause } from '../pause.ts';
import { type AfterClose, afterClose, type Ending } from './closing.ts';
import { isPaired, readCredentials } from './credentials.ts';
import type { Move } from './moves.ts';
import { type Letter, LockedError, type Safe } from './ports.ts';
import { Redial } from './redial.ts';
import { type Endpoint, type OpenSocket, openSocket } from './socket.ts';
import { type State, Trouble } from './standing.ts';

export interface ConnectionsOptions {
  readonly safe: Safe;
  readonly endpoint: Endpoint;
  readonly arrived: (name: string, letter: Letter) => void;
  readonly rung: (call: { readonly id: string; readonly chat: string }) => void;
  readonly refusedLate: (code: number) => void;
  readonly received: (id: string) => void;
  readonly moved: (move: Move) => Promise<void>;
  /** A QR to be shown to whoever has the phone. */
  readonly pairing: (qr: string) => void;
  /** @param detail why it is so: WhatsApp's code, or what stands in the way */
  readonly entered: (state: State, detail?: string | number) => void;
  readonly log: Logger;
}

export class Connections {
  /** The connection there is, open or not. */
  current: OpenSocket | undefined;
  private readonly options: ConnectionsOptions;
  private readonly redial = new Redial();
  private readonly trouble: Trouble;
  private readonly unlinked: Trouble;

  constructor(options: ConnectionsOptions) {
    this.options = options;
    this.trouble = new Trouble(options.log);
    this.unlinked = new Trouble(options.log);
  }

  /** Until the signal comes. */
  async keepUp(signal: AbortSignal): Promise<void> {
    const { entered } = this.options;
    const end = (): void => this.current?.end();
    signal.addEventListener('abort', end);
    try {
      let last: AfterClose | undefined;
      while (!signal.aborted) {
        const credentials = await this.credentials();
        // The number may have been let go meanwhile: whoever has it now would be turned out.
        if (signal.aborted) return;
        if (!credentials) return await untilAborted(signal);
        const paired = isPaired(credentials);
        if (paired) this.unlinked.over('a number is linked');
        else if (!this.unlinked.isTold) this.unlinked.tell({}, 'no number is linked: somebody must link one');
        // Between two tries it goes on waiting.
        if (!paired || last !== 'later') entered(paired ? 'connecting' : 'pairing');
        this.redial.begins();
        const why = await this.connect(credentials);
        if (signal.aborted) return;
        last = afterClose(why.code);
        await this.settle(last, why, paired);
        await (last === 'stop' ? untilAborted(signal) : pause(this.redial.ended(last), signal));
      }
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  /** `undefined`, and said, where they do not open: trying again would not mend that. */
  private async credentials(): Promise<AuthenticationCreds | undefined> {
    const { safe, entered, log } = this.options;
    try {
      return await readCredentials(safe);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      log.error({ channel: 'whatsapp', err: error }, 'what is kept of the number does not open: somebody must look');
      entered('stopped', 'credentials');
      return undefined;
    }
  }

  /** Says once what has come of it. */
  private async settle(next: AfterClose, { code, cause }: Ending, paired: boolean): Promise<void> {
    const { safe, entered, log } = this.options;
    if (next === 'unpaired') {
      this.unlinked.tell({ code }, 'the number was unlinked on the phone and must be linked again');
      await safe.forget();
    }
    if (next === 'stop') {
      log.error({ channel: 'whatsapp', code }, 'WhatsApp has ended the connection for good: somebody must look');
      entered('stopped', code);
    }
    // Without a number it ends whenever nobody has scanned: that is no trouble.
    if (next !== 'later' || (!paired && cause === undefined)) return;
    if (paired) entered('waiting', cause ?? code);
    this.trouble.tell({ code, cause }, 'there is no connection to WhatsApp: it is tried again until there is');
  }

  /** One connection, until it ends. */
  private async connect(credentials: AuthenticationCreds): Promise<Ending> {
    const { safe, endpoint, arrived, rung, refusedLate, received, moved, pairing, entered } = this.options;
    const { promise, resolve } = Promise.withResolvers<Ending>();
    const reached = (): void => this.trouble.over('there is a connection to WhatsApp again');
    this.current = openSocket({
      safe,
      credentials,
      endpoint,
      arrived,
      rung,
      refusedLate,
      received,
      moved,
      pairing: (qr) => {
        reached();
        pairing(qr);
      },
      opened: () => {
        reached();
        entered('open');
      },
      closed: resolve,
    });
    return promise.finally(() => {
      this.current = undefined;
    });
  }
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
