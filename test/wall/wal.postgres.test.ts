/**
 * The write-ahead log itself: it holds what was sealed, byte by byte, after the rows are gone, so it is what `forgotten.postgres.test.ts`
 * tries to open; and it names nobody.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { search } from '../privacy/search.ts';
import { bytesIn, readHistory } from './history.ts';
import { PATHS } from './paths.ts';
import { openStage, type Stage } from './stage.ts';
import { readWal, walPosition, withWalKept } from './wal.ts';

let stage: Stage<keyof typeof PATHS>;
let wal: Buffer;
/** Sealed before the log was watched. */
let earlier: readonly Buffer[];
beforeAll(async () => {
  stage = await openStage(PATHS);
  const { db } = stage.database;
  earlier = await sealedSoFar();
  wal = await withWalKept(db, async () => {
    const from = await walPosition(db);
    for (let act = 0; act < 3; act += 1) {
      await stage.next();
      await stage.desk.sweep();
    }
    return readWal(db, from, await walPosition(db));
  });
});
afterAll(() => stage.close());

async function sealedSoFar(): Promise<readonly Buffer[]> {
  const passing = ['session', 'outbox', 'intake', 'errand'];
  const versions = (await readHistory(stage.database.db)).filter(({ table }) => passing.includes(table));
  return versions.flatMap((version) => bytesIn(version, 'body') ?? []);
}

test('all that was sealed for a while is still there', async () => {
  const sealed = (await sealedSoFar()).filter((bytes) => !earlier.some((one) => one.equals(bytes)));
  expect(sealed.length).toBeGreaterThan(300);
  // Longer ones stand there in pieces of 2 KB.
  const missing = sealed.filter((bytes) => !wal.includes(bytes.subarray(0, Math.min(bytes.length, 1900))));
  expect(missing).toEqual([]);
});

test('nothing in it names anybody, or repeats what was told', () => {
  const marks = stage.everybody.flatMap((who) => [...who.identity(), ...who.told(), ...who.codes()]);
  expect(search([{ where: 'log', bytes: wal }], marks)).toEqual([]);
});
