import { fork } from 'node:child_process';
import { createHmac, createSecretKey } from 'node:crypto';
import { once } from 'node:events';
import { linkSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { draftKey, EpochError, type EpochKey, EpochKeys } from '../../src/secrecy/epoch.ts';
import { Keys } from '../../src/secrecy/keys.ts';
import { openUnder, SealError, sealUnder } from '../../src/secrecy/seal.ts';
import { KEYS, temporaryFolder } from '../documents/support.ts';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-24T12:00:00Z');
const ROW = Buffer.from('row');
const SARI = 'telegram:1001';

const folders: { remove: () => void }[] = [];
function newFolder(): string {
  const folder = temporaryFolder();
  folders.push(folder);
  return join(folder.path, 'epochs');
}
afterEach(() => {
  for (const { remove } of folders.splice(0)) remove();
});

const bytesOf = ({ key }: EpochKey): string => key.export().toString('hex');
const open = (keys: readonly EpochKey[], address: string, sealed: Buffer): unknown =>
  openUnder(
    keys.map((one) => draftKey(one, address)),
    ROW,
    sealed,
  );

test('an hour has one key, in a file that only the service can read', async () => {
  const folder = newFolder();
  const epochs = new EpochKeys(folder, KEYS);
  const first = await epochs.current(NOON);
  expect(first.id).toBe(NOON / HOUR);
  expect(bytesOf(await epochs.current(NOON + HOUR - 1))).toBe(bytesOf(first));
  const next = await epochs.current(NOON + HOUR);
  expect(next.id).toBe(first.id + 1);
  expect(bytesOf(next)).not.toBe(bytesOf(first));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder)).toHaveLength(2);
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name))).toMatchObject({ mode: 0o100600, size: 32 });
  }
});

test('replicas that make a key at once agree on it', async () => {
  const folder = newFolder();
  const taken = await Promise.all(
    Array.from({ length: 8 }, () => new EpochKeys(folder, KEYS)).flatMap((epochs) => [
      epochs.current(NOON),
      epochs.current(NOON),
    ]),
  );
  expect(new Set(taken.map(bytesOf)).size).toBe(1);
  expect(readdirSync(folder)).toHaveLength(1);
});

test('processes that make a key at once agree on it', async () => {
  const folder = newFolder();
  const starter = new URL('../support/epoch-starter/main.ts', import.meta.url).pathname;
  const said = await Promise.all(
    [1, 2, 3].map(async () => {
      const child = fork(starter, [folder, String(NOON)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      const [key] = await once(child, 'message');
      await once(child, 'exit');
      return String(key);
    }),
  );
  const own = bytesOf(await new EpochKeys(folder, KEYS).current(NOON));
  expect(new Set([own, ...said])).toEqual(new Set([own]));
  expect(readdirSync(folder)).toHaveLength(1);
});

test('a key that another replica made later is found', async () => {
  const folder = newFolder();
  const [one, two] = [new EpochKeys(folder, KEYS), new EpochKeys(folder, KEYS)];
  expect(await one.find(NOON / HOUR, NOON)).toBeUndefined();
  expect(await one.living(NOON)).toEqual([]);
  const made = await two.current(NOON);
  const found = await one.find(made.id, NOON);
  expect(found && bytesOf(found)).toBe(bytesOf(made));
  expect((await one.living(NOON)).map(bytesOf)).toEqual([bytesOf(made)]);
});

test('keys live for their day, newest first, and are not handed out after it', async () => {
  const epochs = new EpochKeys(newFolder(), KEYS);
  for (let hour = 0; hour < 30; hour += 1) await epochs.current(NOON + hour * HOUR);
  const now = NOON + 29 * HOUR;
  const ids = (await epochs.living(now)).map(({ id }) => id - NOON / HOUR);
  expect(ids).toEqual(Array.from({ length: 24 }, (_, n) => 29 - n));
  expect(await epochs.find(NOON / HOUR + 5, now)).toBeUndefined();
  expect(await epochs.find(NOON / HOUR + 6, now)).toBeDefined();
  expect(await epochs.find(NOON / HOUR + 6, now + HOUR)).toBeUndefined();
});

test('after its day a draft opens no more, with whatever is left', async () => {
  const folder = newFolder();
  const epochs = new EpochKeys(folder, KEYS);
  const epoch = await epochs.current(NOON);
  const sealed = sealUnder(draftKey(epoch, SARI), ROW, { answer: 'Pak Camat' }, true);
  const file = join(folder, `${epoch.id}.epoch`);
  const before = readFileSync(file);
  linkSync(file, join(folder, 'same-bytes-on-disk'));
  writeFileSync(`${file}.left-by-a-crash`, before);

  const soon = NOON + 24 * HOUR - 1;
  await epochs.destroyOld(soon);
  expect(open(await epochs.living(soon), SARI, sealed)).toEqual({ answer: 'Pak Camat' });

  const later = NOON + 24 * HOUR;
  const young = await epochs.current(later);
  expect(await epochs.destroyOld(later)).toBe(2);
  for (const replica of [epochs, new EpochKeys(folder, KEYS)]) {
    const left = await replica.living(later);
    expect(left.map(({ id }) => id)).toEqual([young.id]);
    expect(open(left, SARI, sealed)).toBeUndefined();
    // Nor when the clock is turned back.
    expect(await replica.find(epoch.id, NOON)).toBeUndefined();
    expect((await replica.living(NOON)).map(({ id }) => id)).not.toContain(epoch.id);
  }
  expect(readdirSync(folder).sort()).toEqual([`${young.id}.epoch`, 'same-bytes-on-disk']);
  const overwritten = readFileSync(join(folder, 'same-bytes-on-disk'));
  expect(overwritten).toHaveLength(32);
  expect(overwritten.equals(before)).toBe(false);
});

test('replicas may destroy at the same time', async () => {
  const folder = newFolder();
  const replicas = [1, 2, 3].map(() => new EpochKeys(folder, KEYS));
  for (let hour = 0; hour < 20; hour += 1) await replicas[0]?.current(NOON + hour * HOUR);
  await Promise.all(replicas.map((one) => one.destroyOld(NOON + 72 * HOUR)));
  expect(readdirSync(folder)).toEqual([]);
});

test('a key of a clock that went wrong is destroyed too', async () => {
  const folder = newFolder();
  const epochs = new EpochKeys(folder, KEYS);
  await epochs.current(NOON + 400 * 24 * HOUR);
  await epochs.current(NOON);
  await epochs.destroyOld(NOON);
  expect(readdirSync(folder)).toEqual([`${NOON / HOUR}.epoch`]);
});

test('a draft opens with root, file and address together, and with no two of them', async () => {
  const folder = newFolder();
  const epoch = await new EpochKeys(folder, KEYS).current(NOON);
  const sealed = sealUnder(draftKey(epoch, SARI), ROW, 'isi', true);
  expect(open([epoch], SARI, sealed)).toBe('isi');
  expect(open([epoch], 'telegram:1002', sealed)).toBeUndefined();
  expect(() => openUnder([draftKey(epoch, SARI)], Buffer.from('another row'), sealed)).toThrow(SealError);

  const otherRoot = new EpochKeys(folder, new Keys('another root secret, long enough too'));
  expect(open(await otherRoot.living(NOON), SARI, sealed)).toBeUndefined();
  const file = createSecretKey(readFileSync(join(folder, `${epoch.id}.epoch`)));
  expect(open([{ id: epoch.id, key: file }], SARI, sealed)).toBeUndefined();
  const root = createSecretKey(createHmac('sha256', KEYS.key('epoch')).update(`epoch ${epoch.id}`).digest());
  for (const key of [root, KEYS.key('epoch')]) {
    expect(open([{ id: epoch.id, key }], SARI, sealed)).toBeUndefined();
  }
});

test('a row does not tell its hour', async () => {
  const epoch = await new EpochKeys(newFolder(), KEYS).current(NOON);
  const heads = [SARI, 'telegram:1002'].map((address) =>
    sealUnder(draftKey(epoch, address), ROW, 'isi').subarray(0, 5).toString('hex'),
  );
  expect(new Set(heads).size).toBe(2);
});

test('a key whose file was taken away is forgotten; strange files are let be', async () => {
  const folder = newFolder();
  const epochs = new EpochKeys(folder, KEYS);
  const { id } = await epochs.current(NOON);
  writeFileSync(join(folder, 'README'), 'x');
  rmSync(join(folder, `${id}.epoch`));
  expect(await epochs.living(NOON)).toEqual([]);
  writeFileSync(join(folder, `${id}.epoch`), 'too short');
  await expect(epochs.current(NOON)).rejects.toThrow(EpochError);
  await expect(epochs.living(NOON)).rejects.toThrow(`${id}.epoch`);
  await epochs.destroyOld(NOON + 48 * HOUR);
  expect(readdirSync(folder)).toEqual(['README']);
});
