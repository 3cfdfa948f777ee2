import { afterAll, beforeAll, expect, test } from 'vitest';
import { PrismaClient } from '../../src/storage/db.ts';
import { Embedded, EmbeddedAdapter } from '../../src/storage/embedded.ts';

let embedded: Embedded;
let db: PrismaClient;
beforeAll(async () => {
  embedded = new Embedded();
  await embedded.exec('CREATE TABLE once (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)');
  db = new PrismaClient({ adapter: new EmbeddedAdapter(embedded) });
});
afterAll(async () => {
  await db.$disconnect();
  await embedded.close();
});

test('a transaction whose COMMIT fails is not taken for done', async () => {
  const twice = db.$transaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO once VALUES (1)`;
    await tx.$executeRaw`INSERT INTO once VALUES (1)`; // found out at the end only: the constraint is deferred
  });
  await expect(twice).rejects.toThrow(/unique|duplicate/i);
  expect((await embedded.query('SELECT * FROM once')).rows).toEqual([]);
});

test('one that fails or is left by an error rolls back, and the next goes on', async () => {
  const left = db.$transaction(async (tx) => {
    await tx.$executeRaw`INSERT INTO once VALUES (2)`;
    throw new RangeError('left');
  });
  await expect(left).rejects.toThrow(RangeError);
  await db.$transaction((tx) => tx.$executeRaw`INSERT INTO once VALUES (3)`);
  expect((await embedded.query('SELECT n FROM once')).rows).toEqual([{ n: 3 }]);
});

test('the level of isolation that is asked for holds inside the transaction', async () => {
  const level = await db.$transaction(
    (tx) => tx.$queryRaw<{ level: string }[]>`SELECT current_setting('transaction_isolation') AS level`,
    { isolationLevel: 'Serializable' },
  );
  expect(level).toEqual([{ level: 'serializable' }]);
});

test('a moment comes back as it was given', async () => {
  const at = new Date('2029-02-11T00:30:00.123Z');
  const [row] = await db.$queryRaw<{ at: Date; epoch: number }[]>`
    SELECT ${at}::timestamptz AS at, extract(epoch FROM ${at}::timestamptz)::float8 AS epoch`;
  expect(row).toEqual({ at, epoch: at.getTime() / 1000 });
});

test('bytes of every value come back as they went in, alone, none, and within a transaction', async () => {
  const all = Uint8Array.from({ length: 512 }, (_, n) => n % 256);
  const back = (ask: Pick<PrismaClient, '$queryRaw'>, bytes: Uint8Array) =>
    ask.$queryRaw<
      { bytes: Uint8Array; hex: string }[]
    >`SELECT ${bytes}::bytea AS bytes, encode(${bytes}::bytea, 'hex') AS hex`;
  for (const bytes of [all, all.subarray(100, 107), new Uint8Array()]) {
    const came = [{ bytes: new Uint8Array(bytes), hex: Buffer.from(bytes).toString('hex') }];
    expect(await back(db, bytes)).toEqual(came);
    expect(await db.$transaction((tx) => back(tx, bytes))).toEqual(came);
  }
  expect(await db.$queryRaw`SELECT NULL::bytea AS bytes`).toEqual([{ bytes: null }]);
});
