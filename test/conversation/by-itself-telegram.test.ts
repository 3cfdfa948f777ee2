/** What erasing by itself looks like on Telegram: whoever walks away with the code has nothing but the code in the chat. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createExaminer, type Examiner } from '../../src/evidence/examiner.ts';
import { createLog } from '../../src/log.ts';
import { releaseErrands } from '../../src/storage/errands.ts';
import { createUnit } from '../../src/storage/units.ts';
import { byWebhook, type Rig } from '../channels/telegram/open.ts';
import { type BotApiProcess, startBotApi } from '../support/bot-api/client.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { UNIT } from '../support/desk.ts';
import { fillDatabase } from '../support/roster.ts';
import { calendarOf, i18n, keys, type Service, service } from '../support/shell.ts';
import { NOON } from '../support/world.ts';
import { jobsOf } from './bureau.ts';

const MINUTE = 60_000;

let api: BotApiProcess;
let rig: Rig;
let database: TestDatabase;
let examiner: Examiner;
let house: Service;
let now = NOON;

beforeAll(async () => {
  [api, database] = await Promise.all([startBotApi(), testDatabase()]);
  await fillDatabase(database.db);
  await createUnit(database.db, keys, { ...UNIT, day: '2026-11-17' }, { workFactor: 2 });
  examiner = createExaminer({ log: createLog('silent') });
  rig = await byWebhook(api);
  house = service(database.db, calendarOf(), () => now, rig.channel);
  await rig.channel.start((arrival) => house.turns.receive({ ...arrival, language: 'id' }));
});
afterAll(async () => {
  await rig.channel.stop();
  await rig.close();
  await examiner.close();
  await api.stop();
  await database.close();
});

test('the code alone is left, and everything else was asked to be deleted', async () => {
  const { db } = database;
  const person = await rig.bot.person();
  const acts = async (does: Promise<void>): Promise<void> => {
    await does;
    await expect.poll(async () => (await rig.bot.waiting()).length, { timeout: 10_000, interval: 5 }).toBe(0);
    await house.quiet();
  };
  const label = (key: Parameters<typeof i18n.plain>[1]['key']): string => i18n.plain('id', { key });
  await acts(person.says('/lapor'));
  await acts(person.taps(label('filing.notice_brief')));
  await acts(person.says('Camat membagi kaus di balai desa kemarin.'));
  await acts(person.taps('Klojen'));
  await acts(person.taps(label('filing.evidence_none')));
  await acts(person.taps(label('filing.review_file')));
  const before = await person.holds();
  expect(before.length).toBeGreaterThan(4);

  const { carriesOut } = jobsOf(db, house, rig.channel, () => now, examiner);
  await carriesOut();
  expect(await person.holds()).toEqual(before);
  now += 35 * MINUTE;
  await releaseErrands(db);
  await carriesOut();
  await house.quiet();
  expect(await person.holds()).toEqual([{ from: 'bot', text: expect.stringContaining('Laporan diterima. Kode:') }]);
  const deleted = (await rig.bot.calls('deleteMessages')).flatMap(({ params }) => params['message_ids']);
  expect(deleted).toHaveLength(before.length - 1);
});
