import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

test('an install without the development packages fails, and says how to install', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ikrar-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'scripts'));
  await copyFile('scripts/prepare.mjs', join(folder, 'scripts', 'prepare.mjs'));
  // Prisma stays: @prisma/client asks for it.
  await mkdir(join(folder, 'node_modules/prisma/build'), { recursive: true });
  await writeFile(join(folder, 'node_modules/prisma/build/index.js'), '');

  const ran = spawnSync(process.execPath, [join(folder, 'scripts', 'prepare.mjs')], { encoding: 'utf8' });
  expect(ran).toMatchObject({ status: 1, stdout: '' });
  expect(ran.stderr).toMatch(/^ikrar: .*npm ci --include=dev\n$/);
});
