import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { processesOf } from '../support/cli.ts';
import { reportsWork } from './reports.ts';
import { throughSocket } from './socket.ts';

// The first start of a database takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

reportsWork(throughSocket);

test('as a process of its own it reads a letter and a passphrase from a pipe', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ikrar-'));
  const run = processesOf({ DATA_DIR: dataDir }, 'K7QM-2XPD-9RTN-4HVE\nmore\n');
  const unknown = { code: 1, said: '', complained: 'There is no report with the ID x.\n' };
  expect(await run('report', 'ask', 'x', '--lang', 'en')).toEqual(unknown);
  expect(await run('report', 'export', 'x', '--passphrase', '--out', join(dataDir, 'out'), '--lang', 'en')).toEqual(
    unknown,
  );
  const tidied = await run('tidy', '--lang', 'en');
  expect(tidied).toMatchObject({ code: 0 });
  expect(tidied.said).toContain('Erased: reports 0');
  expect((await run('unit', 'list')).complained).toContain('Belum ada unit');
  await rm(dataDir, { recursive: true });
});
