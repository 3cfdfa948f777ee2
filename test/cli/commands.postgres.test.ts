import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { listUnits } from '../../src/storage/units.ts';
import { temporaryFolder } from '../documents/support.ts';
import { Child } from '../support/child.ts';
import { emptyPostgres, postgresDatabase } from '../support/database.ts';
import { ROOT } from '../support/roster-rows.ts';
import { commandsWork } from './commands.ts';
import { electionsWork } from './elections.ts';
import { remindersWork } from './reminders.ts';
import { reportsWork } from './reports.ts';
import { unitsWork } from './units.ts';

let database: Awaited<ReturnType<typeof postgresDatabase>>;
beforeAll(async () => {
  database = await postgresDatabase();
});
afterAll(() => database.close());

commandsWork(async () => ({ DATABASE_URL: database.url }));

describe('units', () => {
  const closing: (() => Promise<void>)[] = [];
  afterAll(() => Promise.all(closing.map((close) => close())));
  unitsWork(async () => {
    const { url, close } = await postgresDatabase();
    closing.push(close);
    return { DATABASE_URL: url };
  });
});

describe('elections', () => {
  electionsWork(async () => {
    const own = await postgresDatabase();
    return { database: own, settings: { DATABASE_URL: own.url, DATA_DIR: join(tmpdir(), 'ikrar-never-made') } };
  });
});

describe('reminders', () => {
  remindersWork(async () => {
    const own = await postgresDatabase();
    return { database: own, settings: { DATABASE_URL: own.url, DATA_DIR: join(tmpdir(), 'ikrar-never-made') } };
  });
});

describe('reports', () => {
  reportsWork(async () => {
    const own = await postgresDatabase();
    return { database: own, settings: { DATABASE_URL: own.url, DATA_DIR: join(tmpdir(), 'ikrar-never-made') } };
  });
});

test('a disk too full for the sheet makes no unit, and leaves no half of a key behind', async () => {
  const own = await postgresDatabase();
  const folder = temporaryFolder();
  onTestFinished(async () => {
    await own.close();
    folder.remove();
  });
  const sheet = join(folder.path, 'sheet.pdf');
  const create = `ulimit -f 16; exec "$0" src/cli/unit.ts create Bawaslu --region 'Kota Contoh' --out "${sheet}"`;
  const env = { ...process.env, DATABASE_URL: own.url, DATA_DIR: folder.path, IKRAR_SECRET: ROOT };
  const ran = spawnSync('sh', ['-c', create, process.execPath], { env, encoding: 'utf8' });
  expect(ran).toMatchObject({ status: 1, stdout: '', stderr: 'Terjadi galat yang tidak terduga (Error EFBIG).\n' });
  expect(existsSync(sheet)).toBe(false);
  expect(await listUnits(own.db)).toEqual([]);
});

test('a command that made the tables of a new database leaves no timer behind that would keep it from ending', async () => {
  const { url, drop } = await emptyPostgres();
  onTestFinished(drop);
  const child = new Child('test/support/lingerer/main.ts', [url]);
  // A socket that is just closing may still be there; one of a pool that nobody closed would have a timer beside it.
  expect(await child.says('left: ')).not.toContain('Timeout');
  expect(await child.ended).toEqual({ code: 0, signal: null });
});
