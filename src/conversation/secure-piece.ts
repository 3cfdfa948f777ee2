/** Makes evidence of a file: looked into, cleaned, sealed to its unit, and kept. */
import type { Examiner } from '../evidence/examiner.ts';
import { type Recipient, sealStream } from '../secrecy/age.ts';
import type { EpochKey } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import { assertUnit } from '../secrecy/unit-key.ts';
import type { PrismaClient } from '../storage/db.ts';
import { keepPiece, originalOf, type PieceOutcome } from '../storage/evidence.ts';
import { findUnit } from '../storage/units.ts';

export interface SecureMeans {
  readonly db: PrismaClient;
  readonly keys: Keys;
  readonly epoch: () => Promise<EpochKey>;
  readonly examiner: Examiner;
  readonly now: () => number;
}

export interface NewPiece {
  /** What the clean copy is kept under. */
  readonly id: string;
  /** Whom it is sealed to. */
  readonly unit: string;
  /** Keep the original beside a clean copy. */
  readonly original: boolean;
}

/**
 * Keeps a file as evidence, in a transaction of its own. Of one that fails nothing is kept, not even that.
 *
 * @throws UnitKeyError when the unit's key is not the one that was made for it, ExaminerClosedError, the signal's reason
 */
export async function securePiece(
  { db, keys, epoch, examiner, now }: SecureMeans,
  { id, unit, original }: NewPiece,
  file: Uint8Array,
  signal: AbortSignal,
): Promise<PieceOutcome> {
  const examined = await examiner.examine(file, signal);
  if (!examined.ok) return { kind: 'failed', fault: examined.fault };
  const row = await findUnit(db, unit);
  if (!row) return { kind: 'failed', fault: 'failed' };
  const recipient = assertUnit(keys, row);
  const { piece, bytes } = examined;
  const second = original && piece.cleaned ? originalOf(id) : undefined;
  const outcome = {
    kind: 'secured',
    secured: { ...piece, removed: [...piece.removed] },
    bytes: file.length,
    ...(second ? { original: second } : {}),
  } as const;
  await keepPiece(db, await epoch(), { id, outcome, now: now() }, [
    { id, role: 'clean', sealed: sealed(recipient, bytes) },
    ...(second === undefined ? [] : [{ id: second, role: 'original', sealed: sealed(recipient, file) } as const]),
  ]);
  return outcome;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const sealed = (recipient: Recipient, bytes: Uint8Array): AsyncIterable<Uint8Array> =>
  sealStream(recipient, once(bytes));
