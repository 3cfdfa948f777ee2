/** What the calendar says on which day. */
import { expect, test } from 'vitest';
import { addDays } from '../../src/domain/election.ts';
import { aspectOf, dutiesOn } from '../../src/domain/reminder.ts';
import { ELECTION } from '../support/world.ts';

/** What is planned where nothing stands still, by days before masa tenang. */
function invitations(opens: number): readonly string[] {
  const election = { ...ELECTION, pledgeOpens: addDays(ELECTION.quietFrom, opens) };
  const days = Array.from({ length: 20 }, (_, n) => n - 20);
  return days.flatMap((before) =>
    dutiesOn([election], addDays(ELECTION.quietFrom, before))
      .filter(({ since, day }) => since === day)
      .map(({ kind }) => `${kind} ${before}`),
  );
}

test.each([
  [-14, ['opening -14', 'week -7']],
  [-9, ['opening -9', 'week -7']],
  [-8, ['opening -8']],
  [-7, ['opening -7']],
  [-6, ['opening -6']],
  [-5, ['opening -5']],
  [-4, ['opening -4']],
  [-3, ['opening -3']],
  [-2, ['opening -2']],
  [-1, ['opening -1']],
  [0, []],
])(
  'a pledge that opens %i days from masa tenang is said to open before it is said to be open still: %j',
  (opens, said) => {
    expect(invitations(opens)).toEqual(said);
  },
);

/** What comes on a day, and what comes on it late. */
const saidOn = (opens: number, before: number): readonly string[] =>
  dutiesOn([{ ...ELECTION, pledgeOpens: addDays(ELECTION.quietFrom, opens) }], addDays(ELECTION.quietFrom, before)).map(
    ({ kind }) => kind,
  );

test.each([
  [
    -9,
    [
      [-8, []],
      [-7, ['week']],
      [-5, ['week']],
      [-4, []],
    ],
  ],
  [
    -8,
    [
      [-7, ['opening']],
      [-6, ['opening']],
      [-5, []],
    ],
  ],
  [
    -6,
    [
      [-5, ['opening']],
      [-4, ['opening']],
      [-3, []],
    ],
  ],
  [-1, [[0, ['quiet']]]],
] as const)(
  'after an opening %i days from masa tenang what is late never comes on the day before the other: %j',
  (opens, days) => {
    for (const [before, said] of days) expect([before, saidOn(opens, before)]).toEqual([before, said]);
  },
);

test.each([
  ['one day', 1, ['quietLast']],
  ['two days', 2, ['quietFirst', 'quietLast']],
  ['six days', 6, ['quietFirst', 'quietMiddle', 'quietMiddle', 'quietMiddle', 'quietMiddle', 'quietLast']],
])(
  'a masa tenang of %s: each day is told which of them it is, and only the last that the vote is tomorrow',
  (_, days, aspects) => {
    const from = addDays(ELECTION.votingDay, -days);
    const election = { ...ELECTION, quietFrom: from, quietTo: addDays(ELECTION.votingDay, -1) };
    const said = Array.from({ length: days }, (_, n) => dutiesOn([election], addDays(from, n))).flat();
    expect(said.map(({ kind, n, of }) => `${kind} ${n}/${of}`)).toEqual(
      aspects.map((_, n) => `quiet ${n + 1}/${days}`),
    );
    expect(said.map(aspectOf)).toEqual(aspects);
  },
);

test('a masa tenang that ends before the eve of the vote never says that the vote is tomorrow', () => {
  const election = { ...ELECTION, quietTo: addDays(ELECTION.votingDay, -2) };
  const said = dutiesOn([election], election.quietTo);
  expect(said.map(aspectOf)).toEqual(['quietMiddle']);
});
