/**
 * What a piece of evidence is called while it waits for its report, and what it is sealed under meanwhile. All of it comes from
 * the name that its conversation has for it: 128 random bits, which stand nowhere but in what is sealed under epoch keys. So
 * nobody else can tell which errand fetches which piece, nor, once the sweep has taken that seal off and given it a new id, which
 * piece of a report it became; and when those keys are destroyed, nobody can any more.
 */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** `original`: the file as it came, kept beside its clean copy because its sender wants so. */
export type PieceRole = 'clean' | 'original';

const NAME_BYTES = 16;

const derived = (piece: string, what: string): Buffer => createHmac('sha256', piece).update(what).digest();

const named = (piece: string, what: string): string =>
  derived(piece, what).subarray(0, NAME_BYTES).toString('base64url');

/** The id of the errand that fetches a piece. */
export const errandName = (piece: string): string => named(piece, 'errand');

/** The id of the row in which a piece waits. */
export const waitingName = (piece: string, role: PieceRole): string => named(piece, `row of the ${role}`);

/** The key of the seal that a piece has around its own while it waits. */
export const waitingKey = (piece: string, role: PieceRole): KeyObject =>
  createSecretKey(derived(piece, `seal of the ${role}`));
