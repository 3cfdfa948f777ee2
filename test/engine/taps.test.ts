import { expect, test } from 'vitest';
import { createI18n } from '../../src/i18n.ts';
import { CODES_OF_REPORTS, filedBefore, UNIT } from '../support/desk.ts';
import { heard, Talk } from '../support/talk.ts';
import { MemoryWorld, phone, SARI } from '../support/world.ts';

const i18n = createI18n({ strict: true });

async function atTheFirstPoint(): Promise<{ talk: Talk; world: MemoryWorld }> {
  const world = new MemoryWorld(i18n);
  const talk = new Talk(world, { sharesContact: true, sender: phone('+6281200000001') });
  await talk.says('/ikrar');
  await talk.says(SARI.nip);
  await talk.taps('yes');
  return { talk, world };
}

test('the second tap of an impatient finger agrees to nothing', async () => {
  const { talk } = await atTheFirstPoint();
  const data = talk.asked?.choices.find((choice) => choice.data.endsWith(':agree'))?.data ?? '';
  await talk.does({ kind: 'tap', data });
  const { replies } = await talk.does({ kind: 'tap', data });
  expect(replies.map(heard)).toEqual(['(in place) pledge.point [agree ask decline]']);
  expect(talk.session.frames[0]?.answers.filter(({ step }) => step.startsWith('ikrar1.'))).toHaveLength(1);
});

test('a second tap on the final confirmation leaves the words that tell of it, and records nothing more', async () => {
  const { talk, world } = await atTheFirstPoint();
  for (let n = 0; n < 4; n += 1) await talk.taps('agree');
  const data = talk.asked?.choices.find((choice) => choice.data.endsWith(':yes'))?.data ?? '';
  await talk.does({ kind: 'tap', data });
  const { replies, effects } = await talk.does({ kind: 'tap', data });
  expect(replies.map(heard)).toEqual(['engine.old_button, pledge.remind_ask [yes no]']);
  expect(effects).toEqual([]);
  expect(world.pledges.size).toBe(1);
});

test('a button of an earlier conversation, or a forged one, counts for nothing', async () => {
  const { talk } = await atTheFirstPoint();
  const old = talk.asked?.choices.find((choice) => choice.data.endsWith(':agree'))?.data ?? '';
  await talk.says('/batal');
  await talk.says('/ikrar');
  await talk.says(SARI.nip);
  await talk.taps('yes');
  const before = JSON.stringify(talk.session);
  for (const data of [old, old.replace('agree', 'x'), 'pledge_made', ':::', '', '\0'.repeat(64)]) {
    const { replies, effects } = await talk.does({ kind: 'tap', data });
    expect(replies.map(heard)).toEqual(['engine.old_button, pledge.point [agree ask decline]']);
    expect(effects).toEqual([]);
  }
  expect(JSON.stringify(talk.session)).toBe(before);
});

test('a second tap that comes when its question is asked once more is no answer to that', async () => {
  const world = new MemoryWorld(i18n);
  const talk = new Talk(world);
  const code = CODES_OF_REPORTS[0];
  if (code === undefined) throw new Error('no code');
  world.desk.apply(filedBefore(code, UNIT.id, world.now));
  await talk.says(`status ${code}`);
  const data = talk.asked?.choices.find((choice) => choice.data.endsWith(':write'))?.data ?? '';
  await talk.does({ kind: 'tap', data });
  await talk.says('Ada, dua tetangga saya.');
  const { replies } = await talk.does({ kind: 'tap', data });
  expect(replies.map(heard)).toEqual(['(in place) mailbox.choice_ask [write add watch withdraw close]']);
  const [again] = (await talk.taps('write')).replies;
  expect(again && heard(again)).toBe('(in place) mailbox.letter_ask [back]');
});

test('an unknown flow in an old session ends with a word, and what was typed still counts', async () => {
  const talk = new Talk(new MemoryWorld(i18n));
  talk.session = { language: 'id', frames: [{ flow: 'gone', run: 'aaaa', answers: [] }], hour: 0 };
  talk.session = { ...talk.session, hour: Math.floor(new MemoryWorld(i18n).now / 3_600_000) };
  const { replies } = await talk.says('/ikrar');
  expect(replies.map(heard)).toEqual(['engine.flow_gone, pledge.welcome, pledge.nip_ask']);
});
