/** Buttons of messages that nobody asked for: they name a command, and work whatever is going on. */
import { expect, test } from 'vitest';
import { dutiesOn } from '../../src/domain/reminder.ts';
import { noticeData } from '../../src/engine/match.ts';
import { reminderMessage } from '../../src/flows/reminder-message.ts';
import { createI18n } from '../../src/i18n.ts';
import { heard, Talk } from '../support/talk.ts';
import { ELECTION, MemoryWorld, SARI } from '../support/world.ts';

const i18n = createI18n({ strict: true });

const talk = (): Talk => new Talk(new MemoryWorld(i18n));
const presses = async (of: Talk, data: string) => of.does({ kind: 'tap', data });

test('«Laporkan tekanan» begins a report, whether or not anything is under way', async () => {
  const one = talk();
  expect((await presses(one, noticeData('lapor'))).replies.map(heard).join()).toMatch(/^filing\.notice/);
  const busy = talk();
  await busy.says('/ikrar');
  expect((await presses(busy, noticeData('lapor'))).replies.map(heard).join()).toMatch(/filing\.notice/);
  expect(busy.session.frames.map(({ flow }) => flow)).toEqual(['pledge', 'report']);
});

test('«Mulai ikrar» of an invitation enters the pledge, also in the middle of something else', async () => {
  const [invitation] = dutiesOn([ELECTION], ELECTION.pledgeOpens).map((duty) =>
    reminderMessage(duty, { language: 'id', ikrar: undefined, buttons: true }),
  );
  const begin = invitation?.choices.find(({ label }) => label.key === 'remind.pledge')?.data ?? '';
  const one = talk();
  expect((await presses(one, begin)).replies.map(heard).join()).toMatch(/pledge\.nip_ask/);
  expect(one.session.frames.map(({ flow }) => flow)).toEqual(['pledge']);
  const busy = talk();
  await busy.says('/pengingat');
  const { replies, understood } = await presses(busy, begin);
  expect([replies.map(heard).join(), understood]).toEqual([expect.stringMatching(/pledge\.nip_ask/), true]);
  expect(busy.session.frames.map(({ flow }) => flow)).toEqual(['pledge']);
});

test('«Berhenti» is heard at once, in the middle of a question too', async () => {
  const world = new MemoryWorld(i18n);
  const busy = new Talk(world);
  await busy.says('/ikrar');
  await busy.says(SARI.nip);
  const { effects, replies, understood } = await presses(busy, noticeData('berhenti'));
  expect(effects).toEqual([{ type: 'reminders_chosen', yes: false, language: 'id' }]);
  expect(replies.map(heard).join()).toMatch(/settings\.reminders_set_off.*pledge\.proof_ask/);
  expect([understood, ...world.reminded.values()]).toEqual([true, false]);
});

test.each([
  'go:',
  'go:x',
  'go:lapor ',
  'go:lapor:x',
  'go:baca:',
  'go:baca:X',
  'go:baca:a:b',
  `go:baca:${'a'.repeat(41)}`,
  'go:constructor',
  'GO:lapor',
  'lapor',
])('«%s» is no button of ours', async (data) => {
  const { replies, effects, understood } = await presses(talk(), data);
  expect(replies.map(heard).join()).toMatch(/^engine\.old_button/);
  expect([effects, understood]).toEqual([[], false]);
});
