/** A running trial, and others who want its folder: commands work beside it, a second server is turned away, nothing breaks. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nipIndex } from '../../src/storage/people.ts';
import { nip } from '../support/world.ts';
import { command, expectAllOnce, rig } from './rig.ts';
import { keys, nips, pgliteStore } from './store.ts';

const PEOPLE = 30;
const MORE = nips(PEOPLE + 200).slice(PEOPLE);

async function rosterFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ikrar-roster-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'asn.csv');
  await writeFile(file, ['nip,nama,opd', ...MORE.map((one) => `${one},Contoh Baru,Dinas Contoh`)].join('\n'));
  return file;
}

test('commands beside a bot at work: each gets what it asked for, and the bot forgets nothing', async () => {
  const house = await rig(pgliteStore, PEOPLE);
  const { store, crowd } = house;
  const bot = await house.bot();
  const file = await rosterFile();
  await bot.startUp();
  crowd.begin();
  await crowd.until(({ heard }) => heard >= PEOPLE);
  await command(house, 'roster', 'import', file);
  expect(await command(house, 'election', 'list')).toContain('Pilkada Contoh');
  await Promise.all([command(house, 'roster', 'import', file), command(house, 'document', 'list')]);
  await crowd.finish();
  await bot.end('SIGTERM');
  await expectAllOnce(house);
  await store.look(async ({ db }) => {
    const indices = MORE.map((one) => new Uint8Array(nipIndex(keys, nip(one))));
    expect(await db.person.count({ where: { nipIndex: { in: indices } } })).toBe(MORE.length);
  });
  // And when nobody has the folder, the command opens it itself.
  expect(await command(house, 'election', 'list')).toContain('Pilkada Contoh');
});

test('a second server on the folder says who has it and goes; the first never notices', async () => {
  const house = await rig(pgliteStore, PEOPLE);
  const { crowd } = house;
  const [first, second] = [await house.bot(), await house.bot()];
  const { process } = await first.startUp();
  crowd.begin();
  await crowd.until(({ heard }) => heard >= PEOPLE);
  const refused = second.start();
  expect(await refused.ended).toEqual({ code: 1, signal: null });
  expect(refused.lines).toEqual([]);
  expect(refused.errors.trim().split('\n')).toEqual([expect.stringContaining(`(pid ${process.pid})`)]);
  await crowd.finish();
  await first.end('SIGTERM');
  await expectAllOnce(house);
});
