/** Evidence that waits for its report looks like other evidence that waits, and like nothing that a report has. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import { waitingName } from '../../src/secrecy/piece-names.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import { keepPiece, readPiece } from '../../src/storage/evidence.ts';
import { adoptWaiting } from '../../src/storage/waiting-pieces.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { EPOCHS, keys } from '../support/shell.ts';
import { NOON } from '../support/world.ts';

const KB = 1024;
const PIECE = 'a name that only its conversation has';

let database: TestDatabase;
let db: PrismaClient;
beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());
beforeEach(async () => {
  await db.evidence.deleteMany();
});

const outcome = {
  kind: 'secured',
  secured: { kind: 'audio', type: 'audio/ogg', extension: 'ogg', cleaned: false, removed: [] },
  bytes: 1,
} as const;

/** @param sizes of the chunks that the piece comes in */
async function kept(sizes: readonly number[]): Promise<Buffer> {
  const chunks = sizes.map((size) => randomBytes(size));
  const epoch = await new EpochKeys(EPOCHS, keys).current(NOON);
  async function* sealed(): AsyncGenerator<Uint8Array> {
    yield* chunks;
  }
  const told = { piece: PIECE, outcome, now: NOON };
  expect(await keepPiece(db, epoch, told, [{ role: 'clean', sealed: sealed() }])).toBe(true);
  return Buffer.concat(chunks);
}

const lengths = async (): Promise<readonly number[]> =>
  (await db.evidencePart.findMany({ orderBy: { n: 'asc' } })).map(({ bytes }) => bytes.length);

async function read(id: string): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of readPiece(db, id)) parts.push(part);
  return Buffer.concat(parts);
}

const adopted = () => adoptWaiting(db, 'r1', { piece: PIECE, role: 'clean', as: 'new' });

test('pieces of different lengths take the same room', async () => {
  const seen = new Map<string, number>();
  for (const size of [1, 300, 60 * KB, 64 * KB, 65 * KB, 500 * KB, 512 * KB]) {
    await db.evidence.deleteMany();
    await kept([size]);
    const room = (await lengths()).join(' ');
    seen.set(room, (seen.get(room) ?? 0) + 1);
  }
  expect([...seen.values()]).toEqual([4, 3]);
});

test.each([
  ['a short one', [10]],
  ['one as long as a part', [512 * KB]],
  ['one in small chunks', Array.from({ length: 30 }, () => 64 * KB + 16)],
  ['one in a chunk that is longer than parts', [1300 * KB, 5]],
])('%s becomes a report’s byte for byte, under another id, and the one that waited is gone', async (_, sizes) => {
  const bytes = await kept(sizes);
  const waiting = await read(waitingName(PIECE, 'clean'));
  expect(waiting.includes(bytes.subarray(0, 10))).toBe(false);
  await adopted();
  expect((await read('new')).equals(bytes)).toBe(true);
  expect(await db.evidence.findMany()).toEqual([
    { id: 'new', reportId: 'r1', role: 'clean', outcome: null, until: null },
  ]);
});

test('a part that somebody changed is left out with all behind it, and the rest of the sweep goes on', async () => {
  const bytes = await kept([1200 * KB]);
  await db.evidencePart.updateMany({ where: { n: 1 }, data: { bytes: new Uint8Array(100).fill(1) } });
  await adopted();
  expect((await read('new')).equals(bytes.subarray(0, 512 * KB))).toBe(true);
});

test('what waits no more becomes nothing', async () => {
  await adopted();
  expect(await db.evidence.count()).toBe(0);
});
