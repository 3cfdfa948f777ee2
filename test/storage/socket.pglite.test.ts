import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { PrismaClient } from '../../src/storage/db.ts';
import { Embedded } from '../../src/storage/embedded.ts';
import { postgresAdapter } from '../../src/storage/postgres.ts';
import { PathTooLongError, serveSocket, socketPath } from '../../src/storage/socket.ts';

const log = createLog('silent');
const SILENCE = 300;
let folder: string;
let embedded: Embedded;
let close: () => Promise<void>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ikrar-'));
  embedded = new Embedded();
  await embedded.exec('CREATE TABLE seen (n int)');
  close = await serveSocket(embedded, folder, log, SILENCE);
});
afterAll(async () => {
  await close();
  await embedded.close();
  await rm(folder, { recursive: true });
});

const client = () => new PrismaClient({ adapter: postgresAdapter({ folder }, 1, log) });
const count = async (): Promise<unknown> => (await embedded.query('SELECT count(*)::int AS n FROM seen')).rows;

test('a client that falls silent inside a transaction is sent away, and its transaction is undone', async () => {
  const db = client();
  let inside = (): void => {};
  const begun = new Promise<void>((resolve) => {
    inside = resolve;
  });
  const silent = db.$transaction(
    async (tx) => {
      await tx.$executeRaw`INSERT INTO seen VALUES (1)`;
      inside();
      await embedded.query('SELECT 1'); // the server's own: waits until the client is gone
    },
    { timeout: 60_000 },
  );
  await begun;
  expect(await count()).toEqual([{ n: 0 }]);
  await expect(silent).rejects.toThrow();
  expect(await db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]); // and is let in again
  await db.$disconnect();
});

test('an error in a batch is told, and the session stays usable for it and for others', async () => {
  const db = client();
  await expect(db.$queryRaw`SELECT nonsense`).rejects.toThrow(/nonsense/);
  await expect(db.$executeRaw`INSERT INTO seen VALUES (${'no number'}::int)`).rejects.toThrow();
  expect(await db.$executeRaw`INSERT INTO seen VALUES (${2}::int)`).toBe(1);
  expect(await count()).toEqual([{ n: 1 }]);
  await db.$disconnect();
});

test('large values pass in both directions', async () => {
  const db = client();
  const large = 'x'.repeat(3_000_000);
  const [row] = await db.$queryRaw<{ back: string }[]>`SELECT ${large}::text AS back`;
  expect(row?.back).toBe(large);
  await db.$disconnect();
});

test('whatever bytes come, the server goes on', async () => {
  const startup = Buffer.from('0000000800030000', 'hex');
  const ends = async (bytes: Uint8Array): Promise<void> => {
    const socket: Socket = connect(socketPath(folder));
    const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => {}).resume();
    socket.end(bytes);
    await ended;
  };
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.uint8Array({ maxLength: 200 }), async (greet, bytes) => {
      await ends(greet ? Buffer.concat([startup, bytes]) : bytes);
      expect((await embedded.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    }),
    { numRuns: 60 },
  );
});

test('a folder whose path is too long for a socket is named as such', () => {
  expect(() => socketPath(`/${'long/'.repeat(30)}`)).toThrow(PathTooLongError);
});
