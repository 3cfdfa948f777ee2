/** What the calendar says on which day. */
import { expect, test } from 'vitest';
import { addDays } from '../../src/domain/election.ts';
import { aspectOf, dutiesOn } from '../../src/domain/reminder.ts';
import { ELECTION } from '../support/world.ts';

/** What is planned where nothing stands still, by days before masa tenang. */
function invitations(opens: number): readonly string[] {
  const election = { ...ELECTION, pledgeOpens: addDays(ELECTION.quietFrom, opens) };
  const days = Array.from({ length: 23 }, (_, n) => n - 20);
  return days.flatMap((before) =>
    dutiesOn([election], addDays(ELECTION.quietFrom, before))
      .filter(({ kind, since, day }) => kind !== 'quiet' && since === day)
      .map(({ kind }) => `${kind} ${before}`),
  );
}

test.each([
  [-14, ['opening -14', 'week -7']],
  [-8, ['opening -8', 'week -7']],
  [-7, ['opening -7']],
  [-6, ['opening -6']],
  [-1, ['opening -1']],
  [0, ['opening 0']],
  [2, ['opening 2']],
])(
  'a pledge that opens %i days from masa tenang is invited to on that day and a week before masa tenang: %j',
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
  [-10, ['opening', 'opening', 'week', 'week', 'week', '']],
  [-8, ['week', 'week', 'week', '']],
  [-7, ['opening', 'opening', '']],
  [-1, ['quiet, opening', 'quiet, opening', 'quiet']],
])(
  'an opening %i days from masa tenang is still told on the two days after, unless the week before it has begun: %j',
  (opens, after) => {
    expect(after.map((_, n) => saidOn(opens, opens + 1 + n).join(', '))).toEqual(after);
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
