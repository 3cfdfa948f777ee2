/** What people say to the bot between the plan and the send, and what they hear then. */
import { expect, test } from 'vitest';
import { pledgeByCode } from '../../support/pledging.ts';
import { SARI } from '../../support/world.ts';
import { type Talks, talking } from './staged.ts';

const OPENING = '2026-11-10';
const FIRST = '2026-11-21';
const SECOND = '2026-11-22';
const early = (day: string): string => `${day}T07:30:00+07:00`;
const morning = (day: string): string => `${day}T08:00:00+07:00`;

const OFF = expect.stringMatching(/^Baik, kami tidak mengirim pengingat\./);

let talks: Talks;
talking((one) => {
  talks = one;
});

/** Sari pledges on Telegram, and says yes to reminders. */
async function pledges(): Promise<void> {
  await pledgeByCode(talks.telegram, 'tg');
  await talks.telegram.taps('tg', 'yes');
}

/** Plans a day for Sari, lets her do something, and sends. @returns on which channels she is told what, and what became of it */
async function between(
  day: string,
  does: () => Promise<void>,
): Promise<readonly [readonly string[], readonly string[]]> {
  const { stage } = talks;
  expect(await stage.plan(early(day))).toBe(1);
  await does();
  await talks.settled();
  await stage.send(morning(day));
  return [stage.told.map(({ on, words }) => `${on}: ${/<b>(.*?)<\/b>/.exec(words)?.[1]}`), await stage.states()];
}

const says =
  (...words: readonly string[]) =>
  async (): Promise<void> => {
    for (const one of words) await talks.telegram.says('tg', one);
  };

test.each([
  ['BERHENTI', says('BERHENTI')],
  ['stop', says('stop')],
  ['/pengingat, and no', says('/pengingat', 'tidak')],
])('who says %s is not told, and reads at once that it is so', async (_, stops) => {
  await pledges();
  const confirmed: string[] = [];
  const what = await between(FIRST, async () => {
    await stops();
    await talks.telegram.quiet();
    confirmed.push(talks.telegram.box.to('tg').at(-1)?.markup ?? '');
  });
  expect(what).toEqual([[], ['stopped 1']]);
  expect(confirmed).toEqual([OFF]);
});

test.each([
  ['berhenti', ['berhenti']],
  ['STOP', ['STOP']],
  ['/pengingat, and no', ['/pengingat', 'tidak']],
])('the same on WhatsApp: %s', async (_, said) => {
  await talks.writes('ikrar', SARI.nip, 'ya', 'ya', 'ya', 'ya', 'ya', 'ya', 'ya');
  const confirmed: string[] = [];
  const what = await between(FIRST, async () => {
    await talks.writes(...said);
    confirmed.push(talks.whatsapp.box.to('wa').at(-1)?.markup ?? '');
  });
  expect([what, confirmed]).toEqual([[[], ['stopped 1']], [OFF]]);
});

test('who taps «Berhenti» under the reminder of the first day hears nothing on the second', async () => {
  await pledges();
  const [first] = await talks.toldAt(morning(FIRST));
  const stop = first?.choices.find(({ label }) => label === 'Berhenti')?.data ?? '';
  await talks.telegram.turns.receive(talks.telegram.box.arrival('tg', { kind: 'tap', data: stop }));
  expect(await talks.toldAt(morning(SECOND))).toEqual([]);
});

test('who pledges is not invited any more', async () => {
  await talks.telegram.says('tg', '/pengingat');
  await talks.telegram.taps('tg', 'yes');
  expect(await between(OPENING, () => pledgeByCode(talks.telegram, 'tg'))).toEqual([[], ['needless 1']]);
});

test('who goes on in another chat gets one message, where it was planned; the next day where they were last', async () => {
  await pledges();
  const both = () => talks.writes('ikrar', SARI.nip, 'ya', 'pengingat', 'ya');
  expect(await between(FIRST, both)).toEqual([['telegram: Masa tenang dimulai hari ini'], ['sent 1']]);
  const next = await talks.toldAt(morning(SECOND));
  expect(next.map(({ on }) => on)).toEqual(['whatsapp']);
});
