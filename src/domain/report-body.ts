import type { IsoDay } from './election.ts';
import type { Piece } from './evidence.ts';
import type { ReportCategory } from './report.ts';

/** Who is reported, as far as the reporter knows. */
export const REPORTED_KINDS = ['pns', 'pppk', 'desa', 'outside', 'unknown'] as const;
export type ReportedKind = (typeof REPORTED_KINDS)[number];

/**
 * Whether the person reported is a leader or belongs to the enforcement team: such a report is never shown to the region's
 * government side. Who does not know is treated as if it were so.
 */
export const REPORTED_ROLES = ['leader', 'team', 'neither', 'unknown'] as const;
export type ReportedRole = (typeof REPORTED_ROLES)[number];

/** A day as the reporter remembers it. */
export interface RememberedDay {
  readonly day: IsoDay;
  /** `HH:MM`. */
  readonly time?: string;
  readonly about?: true;
}

/** Longest words under a piece of evidence that are kept, UTF-16 units: what Telegram lets everybody write there. */
export const LONGEST_WORDS = 1024;

/**
 * A piece of evidence as its conversation knows it: a link, or a file by the name that nobody else has for it. `original`: it is
 * kept as it came, too. `words`: what the reporter wrote under it, or beside a link.
 */
export type EvidenceNote =
  | { readonly link: string; readonly words?: string }
  | { readonly id: string; readonly piece: Piece; readonly original?: true; readonly words?: string };

/** A piece of evidence as it is told to a unit: a link, or files by the ids that the report has for them. */
export type SealedNote =
  | { readonly link: string; readonly words?: string }
  | { readonly id: string; readonly piece: Piece; readonly original?: string; readonly words?: string };

/** Longest letter of a reporter, UTF-16 units: what a message of a chat can hold. */
export const LONGEST_LETTER = 4000;

/** What a reporter told, as it is sealed to a unit. Nothing in it says who told it. */
export interface ReportBody {
  readonly version: 1;
  /** Three questions only were asked. */
  readonly brief: boolean;
  readonly category: ReportCategory;
  /** Kecamatan; `daring` for what happened online; absent when not told. */
  readonly area?: string;
  readonly village?: string;
  readonly link?: string;
  readonly reported?: string;
  readonly kind: ReportedKind;
  readonly role: ReportedRole;
  readonly account: string;
  readonly happened?: RememberedDay;
  /** The day the reporter came to know: the legal limit counts from there. */
  readonly knownOn?: IsoDay;
  /** That the day of knowing is a guess. */
  readonly knownAbout?: true;
  readonly more?: string;
}

/** Happened on the internet. */
export const ONLINE = 'daring';
