/** Evidence: what may be attached to a report, and what is known about a piece of it once it was looked into. */
import { type MessageKey, type Text, text } from './message.ts';

export const MEGABYTE = 1024 * 1024;

/** Most pieces of one report. */
export const MOST_PIECES = 10;
/** Largest piece, in bytes: what a bot may fetch from Telegram (https://core.telegram.org/bots/api#getfile). */
export const LARGEST_PIECE = 20 * MEGABYTE;
/** Most bytes of all pieces of one report. */
export const LARGEST_TOTAL = 60 * MEGABYTE;

/** Most pixels of a picture: what a phone calls 50 megapixels, on the widest of those sensors. */
export const MOST_PIXELS = 8192 * 6144;

/** How a piece is shown and spoken of. */
export type EvidenceKind = 'photo' | 'video' | 'audio' | 'document';

/**
 * What a cleaning took away: where and when a picture was taken, with what, by whom; `other` is anything else that was in
 * the file beside the picture, such as comments, a small preview, or another file behind its end.
 */
export const REMOVED = ['place', 'time', 'device', 'author', 'other'] as const;
export type Removed = (typeof REMOVED)[number];

/** `other` would be a plural form to i18next. */
const removedLabel = (removed: Removed): MessageKey =>
  removed === 'other' ? 'filing.removed_rest' : `filing.removed_${removed}`;

/**
 * Why a piece is not taken. `too_large`: over {@link LARGEST_PIECE}, as it came or once cleaned; `too_heavy`: needs more
 * memory than a picture may; `failed`: ours, not the sender's, and worth trying again.
 */
export type EvidenceFault =
  | 'empty'
  | 'too_large'
  | 'damaged'
  | 'too_many_pixels'
  | 'took_too_long'
  | 'too_heavy'
  | 'failed';

/** What to do about a piece that is not taken. */
export const faultAdvice = (fault: EvidenceFault): Text =>
  fault === 'too_large'
    ? text('filing.evidence_too_large', { most: LARGEST_PIECE / MEGABYTE })
    : text(`filing.fault_${fault}`);

/** A piece of evidence, by its content: a file's name and what a sender calls it say nothing. */
export interface Piece {
  readonly kind: EvidenceKind;
  /** Media type without parameters; `application/octet-stream` for whatever a browser had better not open. */
  readonly type: string;
  /** Without the dot. */
  readonly extension: string;
  /** Whether nothing but the picture is left. Otherwise it is as it was sent, with all that it may give away. */
  readonly cleaned: boolean;
  /** In the order of {@link REMOVED}, each once; empty when nothing was there, or the piece is not cleaned. */
  readonly removed: readonly Removed[];
}

/**
 * What is said of a piece that is kept.
 *
 * @param both the file as it came is kept beside the clean copy, since its sender wants so
 */
export function keptWords(n: number, { cleaned, removed }: Piece, both: boolean): Text {
  if (!cleaned) return text('filing.piece_as_it_is', { n });
  if (removed.length === 0) return text(both ? 'filing.piece_secured_both' : 'filing.piece_secured', { n });
  const list = { list: removed.map(removedLabel) };
  return text(both ? 'filing.piece_cleaned_both' : 'filing.piece_cleaned', { n, removed: list });
}
