/** The mailbox of a report outside a chat: what is done with the code alone, by somebody of whom nothing else is known. */
import { randomBytes } from 'node:crypto';
import type { EvidenceFault } from '../domain/evidence.ts';
import type { ReceiptCode } from '../domain/receipt.ts';
import type { EvidenceNote } from '../domain/report-body.ts';
import type { Mailbox } from '../engine/desk.ts';
import { forgetPieces } from '../storage/evidence.ts';
import { insertIntake } from '../storage/intake.ts';
import { type BoxMeans, openBox } from './box.ts';
import { itemOf, type Told } from './desk-effects.ts';
import { type SecureMeans, securePiece } from './secure-piece.ts';

/** A file that is kept, as the letter names it that brings it. */
export type FileNote = Extract<EvidenceNote, { readonly id: string }>;

/** The report that a letter belongs to. */
export type Addressed = Pick<Mailbox, 'lookup' | 'unit'>;

export interface Letterbox {
  open(code: ReceiptCode): Promise<Mailbox | undefined>;
  /**
   * Keeps a file as evidence for the unit. It belongs to no report until {@link Letterbox.send} has named it.
   *
   * @throws what `securePiece` throws
   */
  secure(
    box: Addressed,
    file: Uint8Array,
    original: boolean,
    signal: AbortSignal,
  ): Promise<{ readonly note: FileNote } | { readonly fault: EvidenceFault }>;
  /** Forgets files that will not be sent. */
  forget(notes: readonly FileNote[]): Promise<void>;
  /**
   * Sends a letter to the officers, with what was secured for it.
   *
   * @param once a random name of this letter
   * @returns false when a letter of that name waits already: this one was not sent, nor what it brings
   * @throws NoUnitError, UnitKeyError
   */
  send(box: Addressed, text: string, evidence: readonly FileNote[], once: string): Promise<boolean>;
  withdraw(box: Addressed): Promise<void>;
  /** No chat hears of letters any more, from now on; what is known of one goes with the next sweep. */
  unwatch(box: Pick<Mailbox, 'lookup'>): Promise<void>;
}

export type LetterboxMeans = BoxMeans & SecureMeans;

/** A person scrolls; a message of a chat holds fewer. */
const MOST_LETTERS = 50;

const randomName = (): string => randomBytes(16).toString('base64url');

export function openLetterbox(means: LetterboxMeans): Letterbox {
  const { db, keys, now } = means;
  const tell = async (told: Told, once: string): Promise<boolean> => {
    const epoch = await means.epoch();
    return insertIntake(db, epoch, await itemOf({ db, keys, epoch, kept: means.kept }, told), once);
  };
  return {
    open: (code) => openBox(means, code, MOST_LETTERS),
    secure: async ({ unit }, file, original, signal) => {
      const id = randomName();
      const outcome = await securePiece(means, { piece: id, unit, original }, file, signal);
      if (outcome?.kind !== 'secured') return { fault: outcome?.fault ?? 'failed' };
      return { note: { id, piece: outcome.secured, ...(outcome.original ? { original: true } : {}) } };
    },
    forget: (notes) =>
      forgetPieces(
        db,
        notes.map(({ id }) => id),
      ),
    send: ({ lookup, unit }, text, evidence, once) =>
      tell({ type: 'letter_sent', lookup, unit, at: now(), text, evidence }, once),
    withdraw: async ({ lookup }) => {
      await tell({ type: 'report_withdrawn', lookup, at: now() }, randomName());
    },
    unwatch: async ({ lookup }) => {
      await insertIntake(db, await means.epoch(), { kind: 'watch', lookup }, randomName());
    },
  };
}
