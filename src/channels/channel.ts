/**
 * The boundary to a messenger. A channel turns what its platform delivers into acts, hands each to `receive`, and
 * acknowledges to the platform only when `receive` has resolved; and it turns our messages into the platform's own.
 * It knows nothing of sessions, flows or the database. A new channel is one folder and one line in `main.ts`.
 */
import type { Language } from '../domain/message.ts';
import type { Phone } from '../domain/phone.ts';
import type { Act, Media } from '../engine/types.ts';

export type ChannelName = 'telegram' | 'whatsapp' | 'simulator-buttons' | 'simulator-numbers';

/** Where to write to. Names a person: sealed wherever it is kept, and in no log. */
export interface Address {
  readonly channel: ChannelName;
  /** The platform's own id of the private chat. */
  readonly id: string;
}

/** A message that came in. */
export interface Arrival {
  readonly address: Address;
  /** The platform's id of this message or tap; the same id can come twice. Hashed, never stored. */
  readonly messageId: string;
  readonly act: Act;
  /** The number it came from, where the platform proves it. */
  readonly sender?: Phone;
  /** What {@link Channel.erase} calls this message, where the platform lets us delete it. */
  readonly erasable?: string;
  /** The message whose button was tapped, as {@link Outgoing.answered} wants it back. */
  readonly tapped?: string;
  /** The language of the person's app, if it tells. Only a first guess. */
  readonly language?: Language;
}

/** Resolves once the turn is committed; rejects when it could not be, and then the platform must deliver it again. */
export type Receive = (arrival: Arrival) => Promise<void>;

/** Words for a person in a small HTML subset: `<b> <i> <code> <a href>`, `\n`; everything else is escaped text. */
export type Markup = string & { readonly brand: 'Markup' };

export interface OutgoingFile {
  readonly name: string;
  readonly type: 'image/png' | 'image/jpeg' | 'application/pdf';
  readonly bytes: Uint8Array;
}

/** One message of ours, in words. */
export interface Outgoing {
  readonly markup: Markup;
  readonly choices: readonly { readonly data: string; readonly label: string }[];
  /** Label of the button that shares the person's own contact, where the platform has one. */
  readonly contact?: string;
  readonly file?: OutgoingFile;
  /** The tapped message this answers: its buttons go, and with `replaces` the new words take its place. */
  readonly answered?: string;
  readonly replaces?: boolean;
  /** This answers what the person did, in whatever way: buttons that still stand under an earlier message go. */
  readonly settles?: boolean;
  /** Nobody asked for it, and many are told the same: where the platform sells speed, and the operator buys it, it may cost. */
  readonly broadcast?: boolean;
  /** What its receipt is to call it, of {@link Receipts.name}. */
  readonly name?: string;
  /** Nothing else has it: where the platform can tell, what is sent again with the same is shown once. */
  readonly once?: string;
  readonly language: Language;
}

/** How a platform tells that messages of ours are on the phones they were for. */
export interface Receipts {
  /** A name for one message that is still to be sent. */
  name(): string;
  /**
   * @param arrived told what arrived, by its name, also of messages that were sent without one of these. A receipt comes soon or
   * after days, before `send` has resolved or after a restart, more than once, or never. Must not throw.
   */
  listen(arrived: (name: string) => void): void;
}

/** What a platform can do; decides how words are chosen, never whether something can be said. */
export type Ability =
  /** Buttons under a message; otherwise choices are numbered. */
  | 'buttons'
  /** A button that shares the sender's own contact. */
  | 'contact'
  /** Every message proves the number it came from. */
  | 'sender'
  /** Messages of both sides can be deleted. */
  | 'erase';

export interface Channel {
  readonly name: ChannelName;
  readonly abilities: ReadonlySet<Ability>;
  /** `undefined` where the platform never says whether a message arrived. */
  readonly receipts: Receipts | undefined;
  /** Begins to receive. Rejects when the platform cannot be reached or refuses us. */
  start(receive: Receive): Promise<void>;
  /** Stops receiving and waits for what is under way. What was received can still be answered. */
  stop(): Promise<void>;
  /** Where an account is held to send from it: gives it back. After {@link stop}. */
  leave?(): Promise<void>;
  /** Resolves with the names of the messages that stand for it now, as `erase` takes them; throws {@link SendError}. */
  send(address: Address, message: Outgoing): Promise<readonly string[]>;
  /**
   * Fetches a file that a person sent. Never more than `most` bytes are held.
   *
   * @throws FetchError
   */
  fetch(media: Media, most: number, signal: AbortSignal): Promise<Uint8Array>;
  /**
   * Deletes messages of both sides, as far as the platform lets us: what is gone or too old is no error. Where it lets us
   * delete our own side alone, that is done, and needs no names.
   *
   * @param spare a tapped message that stays, as {@link Arrival.tapped} names it
   * @throws SendError when it must be tried again
   */
  erase(address: Address, names: readonly string[], spare?: string): Promise<void>;
  /** Shows that an answer is being prepared. Never throws. */
  typing(address: Address): void;
  /** Whether messages go out from this process; not while another one holds the account, or when this one gives it back. */
  holds(): boolean;
  /** Whether the platform puts up with messages now that nobody asked for. */
  mayRemind(): boolean;
  /** One line for /readyz: `undefined` while all is well. */
  trouble(): string | undefined;
}

/** Why a message did not go out. Carries neither address nor text. */
export class SendError extends Error {
  override readonly name = 'SendError';
  /**
   * `retry`: try again after `waitMs`, and with `everybody` hold all sends of this channel so long, with `everywhere` in all
   * processes, since the platform asked for it; `unknown`: it may have arrived all the same. `blocked`: the person does not want
   * us; stop writing to them. `owed`: the platform takes it for something nobody asked for, and each further try makes it stricter:
   * to be sent once the person has written again, and not before; for `waitMs` nothing may be sent to anybody. `rejected`: the platform will never take this message.
   */
  readonly outcome:
    | {
        readonly kind: 'retry';
        readonly waitMs: number;
        readonly everybody: boolean;
        readonly everywhere?: true;
        readonly unknown?: true;
      }
    | { readonly kind: 'blocked' }
    | { readonly kind: 'owed'; readonly code: number | string; readonly waitMs?: number }
    | { readonly kind: 'rejected'; readonly code: number | string };

  constructor(outcome: SendError['outcome'], options?: ErrorOptions) {
    super(`send ${outcome.kind}`, options);
    this.outcome = outcome;
  }
}

/** Why a file was not fetched. Names neither the file nor the person. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
  /** `retry`: the platform is away. `gone`: it will never give the file. `too_large`: more than was asked for. */
  readonly outcome: 'retry' | 'gone' | 'too_large';
  constructor(outcome: FetchError['outcome'], options?: ErrorOptions) {
    super(`fetch ${outcome}`, options);
    this.outcome = outcome;
  }
}
