import type { SqlQueryable } from '@prisma/driver-adapter-utils';
import { expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openDatabase } from '../../src/storage/db.ts';
import { MIGRATION_LOCK } from '../../src/storage/migrate.ts';
import { migrationNames } from '../../src/storage/migrations.ts';
import { postgresAdapter } from '../../src/storage/postgres.ts';
import { emptyPostgres } from '../support/database.ts';

test('several processes that start at once on an empty database migrate it once', async () => {
  const { url, drop } = await emptyPostgres();
  const start = () => openDatabase({ databaseUrl: url, dataDir: 'unused' });
  const [one, ...others] = await Promise.all([start(), start(), start()]);
  const applied = await one.db.$queryRaw<{ migration_name: string }[]>`
    SELECT migration_name FROM _prisma_migrations ORDER BY migration_name`;
  expect(applied.map((row) => row.migration_name)).toEqual(await migrationNames());
  await Promise.all([one, ...others].map((replica) => replica.close()));
  await drop();
});

test('a process waits, however long, while another one migrates', async () => {
  const { url, drop } = await emptyPostgres();
  const other = await postgresAdapter({ url }, 2, createLog('silent')).connect();
  const ask = async (sql: string, on: SqlQueryable = other) =>
    (await on.queryRaw({ sql, args: [], argTypes: [] })).rows;
  const migrating = await other.startTransaction();
  await ask(`SELECT 1 FROM pg_advisory_xact_lock(${MIGRATION_LOCK})`, migrating);

  const starting = openDatabase({ databaseUrl: url, dataDir: 'unused' });
  const waiting = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = ${MIGRATION_LOCK}`;
  await expect.poll(() => ask(waiting), { timeout: 20_000 }).toHaveLength(1);
  expect(await ask("SELECT to_regclass('_prisma_migrations') IS NULL")).toEqual([[true]]);
  await migrating.rollback();
  await (await starting).close();
  await other.dispose();
  await drop();
});

test('a moment comes back as it was stored, whatever zone the server is set to', async () => {
  const { url, drop } = await emptyPostgres("ALTER DATABASE $name SET timezone = 'Asia/Jakarta'");
  const { db, close } = await openDatabase({ databaseUrl: url, dataDir: 'unused' });
  const until = new Date('2029-02-11T00:30:00.000Z');
  await db.lease.create({ data: { name: 'a', holder: 'b', until } });
  expect((await db.lease.findUniqueOrThrow({ where: { name: 'a' } })).until).toEqual(until);
  const [row] = await db.$queryRaw<{ epoch: number }[]>`SELECT extract(epoch FROM until)::float8 AS epoch FROM lease`;
  expect(row?.epoch).toBe(until.getTime() / 1000);
  await close();
  await drop();
});
