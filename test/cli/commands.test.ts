import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/storage/db.ts';
import { Child } from '../support/child.ts';
import { cliOf, processesOf } from '../support/cli.ts';
import { commandsWork } from './commands.ts';

// Processes that make a database take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe('beside a running server that writes all the time', () => {
  let dataDir: string;
  let server: Child;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'ikrar-'));
    server = new Child('test/support/folder-server/main.ts', [dataDir]);
    await server.says('ready');
  });
  afterAll(async () => {
    server.tell('stop');
    const committed = Number((await server.says('committed')).split(' ')[1]);
    await server.ended;
    const { db, close } = await openDatabase({ dataDir, role: 'command' });
    expect(await db.office.count({ where: { id: { startsWith: 'left-' } } })).toBe(committed);
    expect(await db.office.count({ where: { id: { startsWith: 'right-' } } })).toBe(committed);
    expect(await db.person.count()).toBe(4);
    await close();
    await rm(dataDir, { recursive: true });
  });

  commandsWork(async () => ({ DATA_DIR: dataDir }));

  test('as processes of their own, two at a time', async () => {
    const run = processesOf({ DATA_DIR: dataDir });
    const path = join(dataDir, 'asn.csv');
    await writeFile(path, 'nip,nama,opd\n198001012005011001,Eko Contoh,Dinas Kesehatan\n');
    const [imported, listed] = await Promise.all([
      run('roster', 'import', path, '--lang', 'en'),
      run('document', 'list'),
    ]);
    expect(imported).toMatchObject({
      code: 0,
      said: '1 person added, 0 updated, 0 unchanged; 0 rows with faults left out.\n',
    });
    expect(listed).toMatchObject({ code: 0, complained: '' });
    expect(await run('roster', 'toString')).toMatchObject({ code: 2, said: '' });
  });
});

test('without a server commands open the folder themselves', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ikrar-'));
  const run = processesOf({ DATA_DIR: dataDir });
  expect(await run('election', 'list')).toEqual({ code: 0, said: '', complained: 'Belum ada pemilihan.\n' });
  await rm(dataDir, { recursive: true });
});

describe('what is called wrongly', () => {
  const cli = cliOf({ DATA_DIR: join(tmpdir(), 'ikrar-never-opened') });

  test.each<Parameters<typeof cli>>([
    ['roster'],
    ['roster', 'imprt'],
    ['roster', 'toString'],
    ['roster', 'import'],
    ['roster', 'import', 'a.csv', 'b.csv'],
    ['roster', 'import', 'a.csv', '--strikt'],
    ['roster', 'codes'],
    ['roster', 'codes', '--out'],
    ['election', 'add'],
    ['election', 'show'],
    ['election', 'list', 'all'],
    ['election', 'edit', 'ID'],
    ['election', 'edit', '--region', 'Kota Malang'],
    ['election', 'close'],
    ['election', 'close', 'ID', '--json'],
    ['document', 'add', '--kind', 'poem', '--json', 'x'],
    ['pledge', 'list', '--status', 'lost'],
    ['unit'],
    ['unit', 'create', '--out', 'sheet.pdf'],
    ['unit', 'create', 'Bawaslu', 'Malang', '--out', 'sheet.pdf'],
    ['unit', 'list', 'all'],
    ['reminders'],
    ['reminders', 'plan', 'today'],
    ['reminders', 'plan', '--day', '2026-02-31'],
    ['reminders', 'plan', '--days', '0'],
    ['reminders', 'plan', '--days', '2', '--day', '2026-11-24'],
    ['reminders', 'run', 'now'],
    ['reminders', 'pause', '--all'],
    ['reminders', 'status', 'one', 'two'],
    ['reminders', 'status', '--json', '--watch'],
    ['report'],
    ['report', 'list', 'all'],
    ['report', 'export', 'ID'],
    ['report', 'export', 'ID', '--out', 'folder'],
    ['report', 'export', 'ID', '--out', 'folder', '--sealed', '--passphrase'],
    ['report', 'export', 'ID', 'ID', '--out', 'folder', '--sealed'],
    ['report', 'export', '--out', 'folder', '--sealed'],
    ['report', 'ask'],
    ['report', 'ask', 'ID'],
    ['report', 'ask', 'ID', 'two', 'words'],
    ['report', 'status', 'ID'],
    ['report', 'status', 'ID', 'lost'],
    ['report', 'sweep', 'now'],
  ])('%s %s %s ends with 2 and the way to call it', async (command, ...args) => {
    const { code, said, complained } = await cli(command, ...args);
    expect(code).toBe(2);
    expect(said).toBe('');
    expect(complained).toContain(`Cara pakai:\n  npm run ${command} --`);
  });

  test.each([
    ['a file that is not there', ['roster', 'import', '/nonexistent/asn.csv'], 'tidak ditemukan'],
    ['a folder', ['roster', 'import', tmpdir()], 'bukan berkas'],
    ['a file without titles', ['roster', 'import', 'package.json'], 'tidak ditemukan: nip, nama, opd'],
  ] as const)('%s is refused with 1', async (_, [command, ...args], words) => {
    const { code, complained } = await cli(command, ...args);
    expect(code).toBe(1);
    expect(complained).toContain(words);
    expect(complained).not.toContain('Cara pakai');
  });

  test('a database that is away is said to be away, without its password', async () => {
    const away = cliOf({ DATABASE_URL: 'postgresql://ikrar:a-marked-password@127.0.0.1:1/ikrar' });
    const { code, complained } = await away('election', 'list');
    expect(code).toBe(1);
    expect(complained).toBe('Basis data tidak dapat dihubungi. Periksa DATABASE_URL dan apakah servernya berjalan.\n');
  });

  test('a malformed setting is named', async () => {
    const { code, complained } = await cliOf({ PORT: 'many' })('election', 'list');
    expect(code).toBe(1);
    expect(complained).toMatch(/^Pengaturan salah\. PORT: /);
  });
});
