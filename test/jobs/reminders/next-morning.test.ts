/** Whoever had no place for an invitation on its own day is invited on the next morning, or on the one after that. */
import { expect, test } from 'vitest';
import { addDays } from '../../../src/domain/election.ts';
import { election, PILKADA } from './calendar.ts';
import type { RemindersStage } from './stage.ts';
import { staged } from './staged.ts';

const OPENS = PILKADA.pledgeOpens;

let stage: RemindersStage;
staged((one) => {
  stage = one;
});

const told = (): readonly string[] =>
  stage.told.map(({ at, to, words }) => {
    const what = /<b>([^<]+)<\/b>/.exec(words)?.[1];
    return `${new Date(at).toISOString().slice(0, 10)} ${to.split(' ')[0]}: ${what}`;
  });

/** Days after the opening, at the hours at which something is planned or may go out. */
async function days(...ns: readonly number[]): Promise<void> {
  for (const n of ns) {
    for (const time of ['07:05', '08:00', '12:00', '16:00']) {
      await stage.hour(`${addDays(OPENS, n)}T${time}:00+07:00`);
    }
  }
}

const runDays = async (): Promise<readonly string[]> =>
  (await stage.db.reminderRun.findMany({ orderBy: { electionId: 'asc' } })).map(({ day }) => day);

test('two pledges that open on the same day: one is told of then, the other on the next morning', async () => {
  await stage.elections(PILKADA, election('PSU 2024', 'psu', '2024-12-08', { pledgeOpens: OPENS }));
  await stage.person('Sari', {});
  await days(0, 1, 2);
  expect(told()).toEqual([
    `${OPENS} Sari: Ikrar netralitas Pilkada 2024 sudah dibuka`,
    `${addDays(OPENS, 1)} Sari: Ikrar netralitas PSU 2024 sudah dibuka`,
  ]);
});

test('a pledge that opens on the last day of another masa tenang: after the vote, to whoever was told of that day', async () => {
  const eve = PILKADA.quietTo;
  await stage.elections(PILKADA, election('PSU 2024', 'psu', '2024-12-20', { pledgeOpens: eve }));
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.person('Budi', {});
  for (const n of [0, 1, 2, 3]) {
    for (const time of ['07:05', '08:00', '12:00']) await stage.hour(`${addDays(eve, n)}T${time}:00+07:00`);
  }
  expect(told().toSorted()).toEqual([
    `${eve} Budi: Ikrar netralitas PSU 2024 sudah dibuka`,
    `${eve} Sari: Besok, Rabu, 27 November 2024, hari pemungutan suara.`,
    `${addDays(eve, 2)} Sari: Ikrar netralitas PSU 2024 sudah dibuka`,
  ]);
});

test.each([0, 1])(
  'who says yes %i days later, after the hour, is not disturbed in their pledge: the next morning',
  async (n) => {
    await stage.elections(PILKADA);
    await stage.person('Budi', {});
    await days(...[0, 1].slice(0, n + 1));
    await stage.person('Sari', {});
    await stage.hour(`${addDays(OPENS, n)}T16:30:00+07:00`);
    expect(told()).toHaveLength(1);
    await days(n + 1, n + 2);
    expect(told().slice(1)).toEqual([`${addDays(OPENS, n + 1)} Sari: Ikrar netralitas Pilkada 2024 sudah dibuka`]);
  },
);

test('a run of which nobody waits stays that of its day', async () => {
  await stage.elections(PILKADA);
  await stage.person('Budi', {});
  await days(0, 1, 2);
  expect([told().length, await runDays()]).toEqual([1, [OPENS]]);
});
