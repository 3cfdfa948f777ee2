import { afterAll, beforeEach, expect, test } from 'vitest';
import { parseActivationCode } from '../../src/domain/activation.ts';
import { checkActivation, countCodes } from '../../src/storage/activation.ts';
import { findPeople } from '../../src/storage/people.ts';
import { writeRoster } from '../../src/storage/roster.ts';
import { carryOut } from '../support/carry-out.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { KEYS, ROSTER } from '../support/roster-rows.ts';
import { NOON } from '../support/world.ts';

const [SARI] = ROSTER;
const CODE = parseActivationCode('K7QM2XPD');
const MINUTE = 60_000;
let database: TestDatabase;
let personId: string;

beforeEach(async () => {
  await database?.close();
  database = await testDatabase();
  await writeRoster(database.db, KEYS, [{ ...SARI, ...(CODE ? { code: CODE } : {}) }]);
  personId = (await findPeople(database.db, KEYS, [SARI.nip])).get(SARI.nip)?.id ?? '';
});
afterAll(() => database.close());

const check = (code: string, at: number) => checkActivation(database.db, KEYS, personId, code, at);
const tries = (...tried: readonly { chat?: string; right: boolean }[]) =>
  carryOut(database.db, countCodes(tried.map(({ chat = 'c1', right }) => ({ chat, personId, right, at: NOON }))), [
    'c1',
    'c2',
  ]);
const wrong = { right: false };

test('wrong codes are counted, several of one group too, and the fifth begins a pause that doubles', async () => {
  await tries(wrong, wrong, { chat: 'c2', right: false });
  await tries(wrong);
  expect(await check('K7QM2XPD', NOON)).toEqual({ ok: true });
  await tries(wrong);
  expect(await check('K7QM2XPD', NOON)).toEqual({ ok: false, why: 'paused', until: NOON + MINUTE });
  await tries(wrong, wrong);
  expect(await check('K7QM2XPD', NOON)).toEqual({ ok: false, why: 'paused', until: NOON + 4 * MINUTE });
});

test('a right code is used up once and ends the count, also beside wrong ones of the same group', async () => {
  await tries(wrong, wrong, wrong, wrong);
  await tries(wrong, { right: true });
  expect(await check('K7QM2XPD', NOON)).toEqual({ ok: false, why: 'used' });
  const row = await database.db.activation.findUniqueOrThrow({ where: { personId } });
  expect(row).toMatchObject({ tries: 0, pausedUntil: null, usedAt: new Date(NOON) });
});

test('nothing is counted for a turn that was not written', async () => {
  await tries(...Array.from({ length: 9 }, () => ({ chat: 'lost', right: false })), { chat: 'lost', right: true });
  expect(await check('K7QM2XPD', NOON)).toEqual({ ok: true });
});
