/**
 * The vocabulary of a turn: what comes in, what a session remembers, what goes out. Everything here is data that survives
 * JSON, so a session or an unsent reply can be sealed, stored and read again after a deploy.
 */
import type { DocumentKind, DocumentRef, LegalDocument } from '../domain/document.ts';
import type { Election } from '../domain/election.ts';
import type { EvidenceFault, EvidenceKind, Piece } from '../domain/evidence.ts';
import type { FormalReports } from '../domain/formal-report.ts';
import type { Language, MessageKey, Text } from '../domain/message.ts';
import type { Nip } from '../domain/nip.ts';
import type { Phone } from '../domain/phone.ts';
import type { Person, Pledge, PledgeShown, PledgeSlot, Proof } from '../domain/pledge.ts';
import type { ReceiptCode } from '../domain/receipt.ts';
import type { Desk, DeskEffect } from './desk.ts';

export type { Mailbox, PieceState } from './desk.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What a person did, as a channel understood it. Reactions, receipts and revocations never become one. */
export type Act =
  | { readonly kind: 'text'; readonly text: string }
  /** A tap on one of our buttons. `data` comes from the client: hostile until it matches the present question. */
  | { readonly kind: 'tap'; readonly data: string }
  /** A shared contact. `own` only when the channel vouches that it is the sender's own and was not forwarded. */
  | { readonly kind: 'contact'; readonly phone?: Phone; readonly own: boolean }
  | { readonly kind: 'media'; readonly media: Media }
  /** Nobody did anything: what was asked for in an earlier turn has come to something. */
  | { readonly kind: 'news'; readonly news: News }
  | { readonly kind: 'other'; readonly what: 'media' | 'sticker' | 'edited' | 'call' | 'view once' | 'unreadable' };

/** A file a person sent, still with the platform. */
export interface Media {
  /** What the channel needs to fetch it. Names a file of the platform's: sealed wherever it waits, gone once fetched. */
  readonly ref: string;
  readonly kind: EvidenceKind;
  /** Bytes, where the platform tells. */
  readonly size?: number;
  /** What was written under it. */
  readonly words?: string;
}

/** What became of something that was asked for. */
export type News =
  /** Of a piece of evidence that was to be fetched. `bytes`: of the file as it came; `original`: that is kept as well. */
  | {
      readonly kind: 'piece_secured';
      readonly piece: string;
      readonly secured: Piece;
      readonly bytes: number;
      readonly original?: true;
    }
  | { readonly kind: 'piece_failed'; readonly piece: string; readonly fault: EvidenceFault }
  /** Nobody has answered for as long as it was to be waited: the conversation is erased by itself. */
  | { readonly kind: 'erasure_due'; readonly plan: string };

export type Incoming = Act & {
  /** Opaque name of the chat (a keyed hash); says nothing about the person. */
  readonly chat: string;
  /** The same as a pledge that waits is named after it; no two of these can be joined. */
  readonly ownPlace: string;
  /** The same as the list of contacts names it. */
  readonly contact: string;
  /** Whether the channel has a button that shares the person's own contact. */
  readonly sharesContact: boolean;
  /** Whether the channel can delete what both sides wrote. */
  readonly erases: boolean;
  /** The number a message came from, where the channel proves it (WhatsApp). */
  readonly sender?: Phone;
};

/** An accepted answer. `inferred`: the step answered itself, so *kembali* passes over it. */
export interface Answer {
  readonly step: string;
  readonly value: Json;
  readonly inferred?: true;
}

/** A conversation under way. `run` tells its buttons from those of an earlier one. */
export interface Frame {
  readonly flow: string;
  readonly run: string;
  readonly answers: readonly Answer[];
  /** The step whose question was asked last: what the person says next is meant for that one. */
  readonly asked?: string;
}

/** What a chat remembers. The last frame is the one that asks; the ones below it wait. */
export interface Session {
  readonly language: Language;
  /** The last pledge made or shown here, for /status. */
  readonly last?: PledgeKey;
  readonly frames: readonly Frame[];
  /**
   * The platform's names of the messages of a conversation that can be erased, oldest first; those to keep have `+` in front.
   * Only while such a conversation is open.
   */
  readonly trail?: readonly string[];
  /** The keys that share a contact are up. They stay until a message without buttons takes them away. */
  readonly keys?: true;
  /** Hour (ms / 3,600,000) of the last turn; only while a frame is open, so that an idle chat keeps no time. */
  readonly hour?: number;
}

export interface PledgeKey {
  readonly electionId: string;
  readonly personId: string;
  readonly slot: PledgeSlot;
}

export interface Choice {
  /** What the button sends back, at most 64 bytes: `run:step:choice`. */
  readonly data: string;
  readonly label: Text;
}

/** A file that is made when the reply is sent, not when it is decided. */
export type Attachment = { readonly kind: 'certificate'; readonly form: 'picture' | 'pdf'; readonly pledge: PledgeKey };

/** One message of the bot, before it has a language. */
export interface Reply {
  readonly paragraphs: readonly Text[];
  readonly choices: readonly Choice[];
  /** Ask for the sender's own contact, where the channel has a way. */
  readonly contact?: Text;
  /** May take the place of the message that was tapped. */
  readonly replaces?: true;
  /** Stays when a conversation is erased, if the person likes. */
  readonly keepsake?: true;
  readonly attachment?: Attachment;
}

/** What a turn changes in the world, written in the transaction that saves the session. One handler each. */
export type Effect =
  | DeskEffect
  | {
      readonly type: 'pledge_made';
      readonly id: string;
      readonly key: PledgeKey;
      readonly proof: Proof;
      readonly at: number;
      readonly documents: readonly DocumentRef[];
      readonly shown: PledgeShown;
    }
  | { readonly type: 'code_failed'; readonly personId: string; readonly at: number }
  | { readonly type: 'code_used'; readonly personId: string; readonly at: number }
  | {
      readonly type: 'reminders_chosen';
      readonly yes: boolean;
      readonly language: Language;
      /** Whose pledge the reminders are about, and where it stands. */
      readonly whose?: Whose;
    }
  /** Reminders, where they were agreed to, speak this language from now on. */
  | { readonly type: 'language_chosen'; readonly language: Language }
  /** The person was here about their pledge: of their chats this one was used last. */
  | { readonly type: 'chat_used'; readonly whose: Whose };

/** A person as a chat knows them: as the owner of the NIP, or as somebody who typed it. */
export type Whose = Pick<PledgeKey, 'personId' | 'slot'>;

export type CodeCheck =
  | { ok: true }
  | { ok: false; why: 'wrong' | 'used' | 'none' }
  | { ok: false; why: 'paused'; until: number };

/** The roster and the pledges, read-only. Calls of one turn group are answered by one query. */
export interface Directory {
  person(nip: Nip): Promise<Person | undefined>;
  pledge(key: PledgeKey): Promise<Pledge | undefined>;
  checkCode(personId: string, code: string): Promise<CodeCheck>;
  /** What was chosen about reminders in the chat with this {@link Incoming.contact}; `undefined` where nothing was, or it was blocked. */
  reminders(contact: string): Promise<boolean | undefined>;
  /** Whether the owner of a NIP has said no to reminders in a chat that was shown to be theirs. */
  declined(personId: string): Promise<boolean>;
}

/** The elections and the documents that are in force. */
export interface Calendar {
  readonly elections: readonly Election[];
  /** What holds for formal reports, by kind of election. */
  readonly formal: FormalReports;
  /** Newest version for an election, filled in, with the reference a pledge remembers. */
  document(kind: DocumentKind, election: Election): { document: LegalDocument; ref: DocumentRef } | undefined;
  /** The version a pledge remembers, filled in for its election, whatever is in force since. */
  version(id: DocumentRef['id'], election: Election): LegalDocument | undefined;
}

/** The ports of a turn: everything a flow may know beyond the session. A test fills them from memory. */
export interface World {
  /** Moment of the turn, ms since 1970. */
  readonly now: number;
  readonly calendar: Calendar;
  readonly directory: Directory;
  readonly desk: Desk;
  readonly random: Random;
  /** Every way to say a message in any language, normalised by `normalise`: labels and plain words are matched with it. */
  words(key: MessageKey): readonly string[];
}

export interface Random {
  /** A public id: 128 bits, URL-safe. */
  id(): string;
  /** A receipt code: 80 bits. */
  receipt(): ReceiptCode;
  /** A tag of a run: 4 letters. */
  tag(): string;
}
