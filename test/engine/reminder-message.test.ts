/** What a reminder says of the ikrar: a point each day, in turn. */
import { expect, test } from 'vitest';
import { addDays, type Election } from '../../src/domain/election.ts';
import { dutiesOn } from '../../src/domain/reminder.ts';
import { reminderMessage } from '../../src/flows/reminder-message.ts';
import { ELECTION, IKRAR } from '../support/world.ts';

/** The points that are told in a masa tenang of so many days. */
function pointsOf(days: number): readonly (readonly unknown[])[] {
  const from = addDays(ELECTION.votingDay, -days);
  const election: Election = { ...ELECTION, quietFrom: from, quietTo: addDays(ELECTION.votingDay, -1) };
  return Array.from({ length: days }, (_, n) => dutiesOn([election], addDays(from, n)))
    .flat()
    .flatMap((duty) => reminderMessage(duty, { language: 'id', ikrar: IKRAR, buttons: true }).paragraphs)
    .filter(({ key }) => key === 'remind.point')
    .map(({ values }) => [values?.['n'], values?.['point']]);
}

const point = (n: number): readonly unknown[] => [String(n), IKRAR.points[n - 1]];

test('in a masa tenang of one day it is the first', () => {
  expect(pointsOf(1)).toEqual([point(1)]);
});

test('in one with more days than the ikrar has points they begin again', () => {
  expect(IKRAR.points).toHaveLength(4);
  expect(pointsOf(6)).toEqual([1, 2, 3, 4, 1, 2].map(point));
});
