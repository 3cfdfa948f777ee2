/**
 * What a channel's test brings to the contract suite: a platform (real, faked or simulated) with people on it. Everything
 * is seen from outside, as the person at the phone sees it and as the platform knows it.
 */
import type { Address, Channel } from '../../src/channels/channel.ts';
import type { EvidenceKind } from '../../src/domain/evidence.ts';
import type { Phone } from '../../src/domain/phone.ts';

/** What a phone can send besides words and taps. */
export type Sending =
  | 'own contact'
  | 'other contact'
  | 'forwarded contact'
  | 'photo'
  | 'video'
  | 'voice'
  | 'document'
  | 'sticker'
  /** Changes the words of the last message the person wrote. */
  | 'edit'
  /** A reaction to the last message of the bot. */
  | 'reaction';

/** How the platform can fail to take a message: for this person, for everybody for a while, altogether, for ever. */
export type Failure = 'blocked' | 'busy' | 'down' | 'refused';

/** One message of the bot as the person sees it now. */
export interface Bubble {
  /** The words without their markup; with numbered answers under them where there are no buttons. */
  readonly text: string;
  readonly bold: readonly string[];
  readonly italic: readonly string[];
  readonly code: readonly string[];
  readonly links: readonly { readonly text: string; readonly href: string }[];
  readonly buttons: readonly string[];
  readonly file?: { readonly name: string; readonly size: number };
}

/** One message of either side that stands in the chat; a file without words under it has none. */
export interface Standing {
  readonly from: 'bot' | 'person';
  readonly text: string;
}

/** A synthetic person in a private chat with the bot. Every method resolves once the platform has taken it. */
export interface Person {
  readonly address: Address;
  readonly phone: Phone;
  says(text: string): Promise<void>;
  /** Taps the button of this label under the newest message that has it; with `data`, sends that as if it were its own. */
  taps(label: string, data?: string): Promise<void>;
  sends(what: Sending): Promise<void>;
  /** Sends a file with exactly these bytes; sound as a voice note. */
  attaches(kind: EvidenceKind, bytes: Uint8Array): Promise<void>;
  /** The platform delivers what the person did last a second time. */
  again(): Promise<void>;
  /** The messages of the bot that stand in the chat now, oldest first. */
  sees(): Promise<readonly Bubble[]>;
  /** Everything that stands in the chat now, of both sides, oldest first. */
  holds(): Promise<readonly Standing[]>;
  /** The keys offered in place of the keyboard (the button that shares the contact among them), if any. */
  keyboard(): Promise<readonly string[]>;
}

export interface Platform {
  /** Not started yet. */
  readonly channel: Channel;
  person(): Promise<Person>;
  /** How many messages and taps the platform holds because the bot has not acknowledged them. */
  unacknowledged(): Promise<number>;
  /** Fails the next message of the bot to this person. */
  fail(how: Failure, person: Person): Promise<void>;
  /** Ends the platform. The suite stops the channel before. */
  close(): Promise<void>;
}

export interface Harness {
  /** What its phones can send. */
  readonly sendings: readonly Sending[];
  /** The kinds of files its phones can attach. */
  readonly attachments: readonly EvidenceKind[];
  /** How its platform can fail. */
  readonly failures: readonly Failure[];
  /** Whether the same message can be delivered twice. */
  readonly repeats: boolean;
  open(): Promise<Platform>;
}
