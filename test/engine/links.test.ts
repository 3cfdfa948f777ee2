import { expect, test } from 'vitest';
import { createI18n } from '../../src/i18n.ts';
import { heard, Talk } from '../support/talk.ts';
import { MemoryWorld } from '../support/world.ts';

const i18n = createI18n({ strict: true });
const MENU = 'menu.welcome, menu.ask [pledge report status reminders language help]';
const PLEDGE = 'pledge.welcome, pledge.nip_ask';

/** Anybody can make somebody tap a link: all it may do is to begin a conversation. */
test.each([
  ['/start ikrar', PLEDGE],
  ['/START Ikrar', PLEDGE],
  ['/start@ikrar_contoh_bot ikrar', PLEDGE],
  ['/start bahasa', 'settings.language_ask [id en]'],
  ['/start berhenti', MENU],
  ['/start batal', MENU],
  ['/start kembali', MENU],
  ['/start bantuan', MENU],
  ['/start sesuatu', MENU],
  ['/ikrar batal', PLEDGE],
  ['/ikrar berhenti', PLEDGE],
  ['/foo ikrar', `engine.unknown_command, ${MENU}`],
])('%s', async (typed, hears) => {
  const talk = new Talk(new MemoryWorld(i18n));
  const { replies, effects } = await talk.says(typed);
  expect(replies.map(heard)).toEqual([hears]);
  expect(effects).toEqual([]);
});

test('a link in the middle of a pledge does not cancel it', async () => {
  const talk = new Talk(new MemoryWorld(i18n));
  await talk.says('/ikrar');
  await talk.says('/start batal');
  expect(talk.session.frames.map(({ flow }) => flow)).toEqual(['pledge', 'menu']);
});
