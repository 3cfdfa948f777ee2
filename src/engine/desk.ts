/** The report side of a turn: what a flow may ask about reports, and what it changes. Nothing here names a person. */

import type { IsoDay } from '../domain/election.ts';
import type { EvidenceFault, Piece } from '../domain/evidence.ts';
import type { ReceiptCode } from '../domain/receipt.ts';
import type { CoarseStatus } from '../domain/report.ts';
import type { EvidenceNote, ReportBody } from '../domain/report-body.ts';
import type { Media } from './types.ts';

/** Who takes reports: the unit they are sealed to. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly region: string;
}

/** A piece of evidence between its message and the report. */
export type PieceState =
  /** On its way, until its sender was told what became of it. */
  | { readonly kind: 'waiting' }
  /** `bytes`: of the file as it came; `original`: that is kept beside the clean copy. */
  | { readonly kind: 'secured'; readonly secured: Piece; readonly bytes: number; readonly original?: true }
  | { readonly kind: 'failed'; readonly fault: EvidenceFault };

/** What somebody with the code may see of a report. */
export interface Mailbox {
  /** Names the report to the turn's effects, hex. Derived from the code; leads to no person. */
  readonly lookup: string;
  /** Whom the reporter writes to. */
  readonly unit: string;
  readonly status: CoarseStatus;
  /** Last day of the legal limit, while it means something. */
  readonly until?: IsoDay;
  /** How many letters of officers there are before those that are shown. */
  readonly earlier: number;
  /** What officers wrote, oldest first, opened with the code. */
  readonly letters: readonly { readonly on: IsoDay; readonly text: string }[];
  /** Whether a chat hears of new letters. */
  readonly watched: boolean;
}

/** How fast a chat may go on; counted in memory only, so that nothing of it is kept. */
export interface Pace {
  /** Reports of a chat that filed many lately are looked at later. */
  readonly lane: 'normal' | 'slow';
  /** Moment until which another report must wait; never for a first one. */
  readonly reportFrom?: number;
  /** Moment until which another code must wait, after many wrong ones from this chat. */
  readonly codeFrom?: number;
}

export interface Desk {
  /** The unit of an id, or the one that takes reports now; absent where nothing may be sealed to it. */
  unit(id?: string): Promise<Unit | undefined>;
  pieces(ids: readonly string[]): Promise<ReadonlyMap<string, PieceState>>;
  /** The same answer, and the same work, for a wrong code and for one that never was. */
  mailbox(code: ReceiptCode): Promise<Mailbox | undefined>;
  pace(chat: string): Pace;
  /** The last letters of the code this chat was shown lately; held in memory only, so it may be forgotten. */
  tail(chat: string): string | undefined;
}

/** What a turn changes on the report side. */
export type DeskEffect =
  | {
      readonly type: 'evidence_sent';
      readonly piece: string;
      readonly media: Media;
      /** Keep the original beside the clean copy. */
      readonly original: boolean;
      readonly unit: string;
    }
  | { readonly type: 'evidence_dropped'; readonly pieces: readonly string[] }
  /** Its sender hears in this turn what became of it. */
  | { readonly type: 'evidence_told'; readonly piece: string }
  | {
      readonly type: 'report_filed';
      readonly code: ReceiptCode;
      readonly unit: string;
      readonly lane: Pace['lane'];
      /** ms since 1970; stored cut to the hour. */
      readonly at: number;
      /** Last day of the legal limit, where it is known. */
      readonly until?: IsoDay;
      readonly body: ReportBody;
      readonly evidence: readonly EvidenceNote[];
    }
  /** The reporter wrote, or sent more evidence. */
  | {
      readonly type: 'letter_sent';
      readonly lookup: string;
      readonly unit: string;
      readonly at: number;
      readonly text: string;
      readonly evidence: readonly EvidenceNote[];
    }
  | { readonly type: 'report_withdrawn'; readonly lookup: string; readonly at: number }
  | { readonly type: 'watch_chosen'; readonly lookup: string; readonly yes: boolean }
  | { readonly type: 'code_guessed'; readonly at: number }
  /** Delete what both sides wrote in this conversation; `keep`: but for what is worth keeping. */
  | { readonly type: 'trail_erased'; readonly keep: boolean }
  /** Unless it is settled before, the conversation hears after a while that it is to be erased by itself. `plan`: its name. */
  | { readonly type: 'erasure_planned'; readonly plan: string }
  | { readonly type: 'erasure_settled'; readonly plan: string }
  /** The conversation is over where only our own side of it can be deleted: delete that. */
  | { readonly type: 'own_side_erased' };
