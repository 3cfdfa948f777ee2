/** Where both sides of a conversation cannot be deleted, ours is once it is over: whoever holds our phone reads nothing. */
import { expect, test } from 'vitest';
import { type Ability, SendError } from '../../src/channels/channel.ts';
import { releaseErrands } from '../../src/storage/errands.ts';
import type { Reporting } from '../support/reporting.ts';
import { type ReportingChat, reportingChat } from '../support/reporting-chat.ts';
import { Postbox } from '../support/shell.ts';

/** Deletes its own side alone. */
class OneSided extends Postbox {
  override readonly abilities: ReadonlySet<Ability> = new Set(['buttons', 'sender']);
}

const MINUTE = 60_000;

let one: ReportingChat<OneSided>;
let desk: Reporting;
let box: OneSided;
let chat = '';
reportingChat(
  () => new OneSided(),
  (begun) => {
    one = begun;
    ({ desk, box, chat } = begun);
  },
);

/** What was asked for, once the last words have had their time. */
async function erased(): Promise<readonly string[]> {
  await desk.carryOut();
  expect(box.erased).toEqual([]);
  desk.now += 31_000;
  await releaseErrands(one.database.db);
  await desk.carryOut();
  expect(await one.database.db.errand.count()).toBe(0);
  return box.erased.map(({ from }) => from);
}

const tells = async (): Promise<void> => {
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa kemarin.', 'Klojen');
};

test('a report that was filed, once the code was kept', async () => {
  await tells();
  await desk.taps(chat, 'done', 'file');
  expect(await one.database.db.errand.count({ where: { kind: 'erase' } })).toBe(0);
  await desk.taps(chat, 'skip');
  expect(await erased()).toEqual([chat]);
});

test.each([
  ['cancelled by a word', async () => desk.says(chat, '/batal')],
  ['cancelled at the end', async () => desk.taps(chat, 'done', 'cancel')],
])('a report that was %s', async (_, ends) => {
  await tells();
  await ends();
  expect(await erased()).toEqual([chat]);
});

test('a report that was not begun', async () => {
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'cancel');
  expect(await erased()).toEqual([chat]);
});

test('once more, where the code goes out after that, as the person writes again', async () => {
  await tells();
  await desk.taps(chat, 'done');
  box.beforeSend = () => {
    throw new SendError({ kind: 'owed', code: 463 });
  };
  await desk.taps(chat, 'file');
  desk.now += 36 * MINUTE;
  await releaseErrands(one.database.db);
  await desk.work();
  expect(await erased()).toEqual([chat]);
  box.erased.length = 0;
  box.beforeSend = () => undefined;
  await desk.says(chat, 'halo');
  expect(desk.code(chat)).toMatch(/^\w{4}(-\w{4}){3}$/);
  expect(await erased()).toEqual([chat]);
});

test('a mailbox that was looked into', async () => {
  await tells();
  await desk.taps(chat, 'done', 'file', 'skip');
  await erased();
  box.erased.length = 0;
  await desk.sweep();
  await desk.says(chat, `/status ${desk.code(chat)}`);
  await desk.taps(chat, 'close');
  expect(await erased()).toEqual([chat]);
});
