/** Somebody who can write to the database puts a key of theirs in the place of a unit's: reporting closes, nothing is sealed to it. */
import { randomBytes } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { makeIdentity, openWith, recipientOf } from '../../src/secrecy/age.ts';
import { Keys } from '../../src/secrecy/keys.ts';
import { makeUnitKey } from '../../src/secrecy/unit-key.ts';
import type { TestDatabase } from '../support/database.ts';
import { photo, type Reporting, reporting } from '../support/reporting.ts';
import { bytesIn, keepHistory, readHistory } from './history.ts';

const STORY = 'Camat membagi kaus di balai desa kemarin.';

let database: TestDatabase;
let desk: Reporting;
let chats = 0;
let chat = '';
reporting(async (open) => {
  ({ database, desk } = open);
  await keepHistory(database.db);
});
beforeEach(() => {
  chat = `reporter-${++chats}`;
});

async function brief(): Promise<void> {
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, STORY, 'Klojen');
}

const OWN = { id: 'u0', name: 'Bawaslu Palsu', region: 'Kota Malang' };

type Swap = () => Promise<{ readonly recipient: string; readonly recipientMac: Uint8Array<ArrayBuffer> }>;
const theirs = await makeIdentity();

/** Puts something in the unit's place while this is done. */
async function swapped<T>(swap: Swap, what: () => Promise<T>): Promise<T> {
  const { recipient, recipientMac } = await database.db.unit.findFirstOrThrow();
  await database.db.unit.updateMany({ data: await swap() });
  try {
    return await what();
  } finally {
    await database.db.unit.updateMany({ data: { recipient, recipientMac: new Uint8Array(recipientMac) } });
  }
}

const SWAPS: readonly (readonly [string, Swap])[] = [
  [
    'their key beside the old proof',
    async () => ({
      recipient: await recipientOf(theirs),
      recipientMac: new Uint8Array((await database.db.unit.findFirstOrThrow()).recipientMac),
    }),
  ],
  [
    'their key with a proof of chance',
    async () => ({ recipient: await recipientOf(theirs), recipientMac: randomBytes(32) }),
  ],
  [
    'a key and a proof of another service',
    async () => {
      const unit = await database.db.unit.findFirstOrThrow();
      const made = await makeUnitKey(new Keys('the root of another service altogether'), unit, { workFactor: 2 });
      return { recipient: made.recipient, recipientMac: new Uint8Array(made.recipientMac) };
    },
  ],
];

test.each(SWAPS)('%s: nobody can begin a report', async (_, swap) => {
  await swapped(swap, () => desk.says(chat, '/lapor'));
  expect(desk.told(chat)).toContain('Pelaporan belum dibuka');
});

test.each(SWAPS)('%s: a report under way is not filed, and is filed when the key is back', async (_, swap) => {
  await brief();
  await desk.taps(chat, 'done');
  await swapped(swap, () => desk.taps(chat, 'file'));
  expect(desk.told(chat)).toContain('belum kami kirim');
  expect(await database.db.intake.count()).toBe(0);
  await desk.taps(chat, 'file');
  expect(await database.db.intake.count()).toBe(1);
  await desk.sweep();
});

test.each(SWAPS)('%s: no evidence and no letter is sealed', async (_, swap) => {
  await brief();
  await swapped(swap, async () => desk.sends(chat, await photo()));
  expect(desk.told(chat)).toContain('Bukti 1 belum dapat disimpan');
  await desk.taps(chat, 'done', 'file', 'skip', 'none');
  const reader = `${chat} later`;
  await desk.says(reader, `status ${desk.code(chat)}`);
  await desk.taps(reader, 'write');
  await swapped(swap, () => desk.says(reader, STORY));
  expect(desk.told(reader)).toContain('belum kami kirim');
  await desk.sweep();
  expect(await database.db.evidencePart.count()).toBe(0);
  expect(await database.db.letter.count()).toBe(0);
});

test('a unit of their own, older than all others, takes no report either', async () => {
  const made = await makeUnitKey(new Keys('the root of another service altogether'), OWN, { workFactor: 2 });
  const { recipient, recipientMac, wrapped } = made;
  const keys = { recipient, recipientMac: new Uint8Array(recipientMac), wrapped: new Uint8Array(wrapped) };
  await database.db.unit.create({ data: { ...OWN, ...keys, createdOn: new Date(0) } });
  await desk.says(chat, '/lapor');
  expect(desk.told(chat)).toContain('Pelaporan belum dibuka');
  await database.db.unit.delete({ where: { id: OWN.id } });
});

test('nothing that was ever written opens with their key, and reports open with that of the unit', async () => {
  const versions = await readHistory(database.db);
  const sealed = versions.flatMap((version) => bytesIn(version, 'body') ?? bytesIn(version, 'bytes') ?? []);
  const reports = versions
    .filter(({ table }) => table === 'report')
    .flatMap((version) => bytesIn(version, 'body') ?? []);
  expect(reports).toHaveLength(6);
  for (const one of reports) expect(await desk.open(one)).toMatchObject({ account: STORY });
  for (const one of sealed) await expect(openWith(theirs, one)).rejects.toThrow();
});
