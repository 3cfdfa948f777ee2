import { afterAll, assert, onTestFinished } from 'vitest';
import type { Removed } from '../../src/domain/evidence.ts';
import { createExaminer, type Examiner, type ExaminerOptions } from '../../src/evidence/examiner.ts';
import { partsOf, type Walked } from '../../src/evidence/parts.ts';
import { createLog } from '../../src/log.ts';
import { MARK, partNames } from './files.ts';

/** An examiner for all tests of a file; it ends with them. */
export function sharedExaminer(): Examiner {
  const examiner = createExaminer({ log: createLog('silent') });
  afterAll(() => examiner.close());
  return examiner;
}

/** An examiner for the test that asks for it. */
export function ownExaminer(options: Partial<ExaminerOptions> = {}): Examiner {
  const examiner = createExaminer({ log: createLog('silent'), ...options });
  onTestFinished(() => examiner.close());
  return examiner;
}

/** The clean copy of a picture; fails when there is none, or when anything but the picture is left in it. */
export async function cleaned(
  examiner: Examiner,
  bytes: Uint8Array,
): Promise<{ bytes: Buffer; format: Walked; removed: readonly Removed[] }> {
  const result = await examiner.examine(bytes);
  assert(result.ok && result.piece.cleaned, JSON.stringify(result));
  const format = result.piece.extension === 'jpg' ? 'jpeg' : 'png';
  const copy = Buffer.from(result.bytes);
  assert(isBare(copy, format), partNames(copy, format).join());
  for (const encoding of ['latin1', 'utf16le'] as const) assert(!copy.includes(Buffer.from(MARK, encoding)));
  return { bytes: copy, format, removed: result.piece.removed };
}

const BARE: Readonly<Record<Walked, RegExp>> = {
  jpeg: /^(db,|c0,|c4,|da,)+d9$/,
  png: /^IHDR,(PLTE,)?(tRNS,)?(IDAT,)+IEND$/,
};

function isBare(bytes: Buffer, format: Walked): boolean {
  const end = [...partsOf(bytes, format)].at(-1)?.end;
  return end === bytes.length && BARE[format].test(partNames(bytes, format).join());
}
