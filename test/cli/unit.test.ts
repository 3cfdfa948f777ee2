import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, vi } from 'vitest';
import { unitsWork } from './units.ts';

// A key takes a second each time, and the first command makes the database.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

unitsWork(async () => {
  folders.push(await mkdtemp(join(tmpdir(), 'ikrar-')));
  return { DATA_DIR: folders[0] ?? '' };
});
