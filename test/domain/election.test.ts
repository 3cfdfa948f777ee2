import { describe, expect, test } from 'vitest';
import {
  addDays,
  closePledge,
  currentElection,
  dayIn,
  electionAtHand,
  electionFaults,
  isQuiet,
  parseIsoDay,
  pledgeIsOpen,
} from '../../src/domain/election.ts';
import { day, ELECTION, LATER } from '../support/world.ts';

const at = (moment: string): number => Date.parse(moment);

describe('an election', () => {
  test('opens at midnight of its first day and closes at the end of its last, in its own zone', () => {
    expect(pledgeIsOpen(ELECTION, at('2026-11-09T23:59:59+07:00'))).toBe(false);
    expect(pledgeIsOpen(ELECTION, at('2026-11-10T00:00:00+07:00'))).toBe(true);
    expect(pledgeIsOpen(ELECTION, at('2026-11-23T23:59:59+07:00'))).toBe(true);
    expect(pledgeIsOpen(ELECTION, at('2026-11-24T00:00:00+07:00'))).toBe(false);
    expect(pledgeIsOpen({ ...ELECTION, zone: 'Asia/Jayapura' }, at('2026-11-09T23:00:00+07:00'))).toBe(true);
  });

  test.each([
    ['Asia/Jakarta', '2026-11-15'],
    ['Asia/Makassar', '2026-11-16'],
    ['Asia/Jayapura', '2026-11-16'],
  ])('whose pledge is ended late in the evening in Malang is closed at once in %s', (zone, last) => {
    const election = { ...ELECTION, zone };
    const now = at('2026-11-16T23:30:00+07:00');
    const closed = closePledge(election, now);
    expect(closed).toEqual({ ...election, pledgeCloses: last });
    expect(pledgeIsOpen(closed, now)).toBe(false);
  });

  test('whose pledge is ended on its first day keeps days that are in order', () => {
    const now = at('2026-11-10T08:00:00+07:00');
    const closed = closePledge(ELECTION, now);
    expect(closed).toMatchObject({ pledgeOpens: '2026-11-09', pledgeCloses: '2026-11-09' });
    expect(electionFaults(closed)).toEqual([]);
  });

  test('of several, the open one that votes first; else the next to open', () => {
    const later = { ...ELECTION, id: 'later', votingDay: day('2026-12-24') };
    const now = at('2026-11-17T12:00:00+07:00');
    expect(currentElection([later, ELECTION], now)).toEqual({ open: ELECTION });
    const next = { ...ELECTION, pledgeOpens: day('2026-11-20') };
    const after = { ...later, pledgeOpens: day('2026-11-25') };
    expect(currentElection([after, next], now)).toEqual({ next });
    expect(currentElection([], now)).toEqual({ none: true });
  });

  test('is quiet in its masa tenang, the pledge closed or not, and whichever else is open', () => {
    const closed = { ...ELECTION, pledgeCloses: day('2026-11-15') };
    const first = { ...ELECTION, id: 'first', votingDay: day('2026-11-22'), quietFrom: day('2026-11-18') };
    const quiet = (now: string): boolean => isQuiet([{ ...first, quietTo: day('2026-11-18') }, closed, LATER], at(now));
    expect(quiet('2026-11-18T12:00:00+07:00')).toBe(true);
    expect(quiet('2026-11-20T23:59:59+07:00')).toBe(false);
    expect(quiet('2026-11-21T00:00:00+07:00')).toBe(true);
    expect(quiet('2026-11-23T23:59:59+07:00')).toBe(true);
    expect(quiet('2026-11-24T00:00:00+07:00')).toBe(false);
    expect(isQuiet([{ ...ELECTION, zone: 'Asia/Jayapura' }], at('2026-11-20T22:30:00+07:00'))).toBe(true);
  });

  test('is at hand until the vote, then until another one begins', () => {
    const closed = { ...ELECTION, pledgeCloses: day('2026-11-15') };
    const next = { ...LATER, pledgeOpens: day('2026-12-01') };
    const atHand = (now: string, elections = [next, closed]) => electionAtHand(elections, at(now))?.id;
    expect(atHand('2026-11-01T12:00:00+07:00')).toBe(closed.id);
    expect(atHand('2026-11-17T12:00:00+07:00')).toBe(closed.id);
    expect(atHand('2026-11-30T12:00:00+07:00')).toBe(closed.id);
    expect(atHand('2026-12-01T12:00:00+07:00')).toBe(next.id);
    expect(atHand('2027-01-01T12:00:00+07:00')).toBe(next.id);
    expect(atHand('2026-11-17T12:00:00+07:00', [LATER, closed])).toBe(closed.id);
    // A masa tenang that is not waited for by its pledge.
    expect(atHand('2026-12-13T12:00:00+07:00', [{ ...next, pledgeOpens: day('2026-12-14') }, closed])).toBe(next.id);
    expect(electionAtHand([], at('2026-11-17T12:00:00+07:00'))).toBeUndefined();
  });

  test.each([
    [{}, []],
    [{ quietFrom: day('2026-11-24'), quietTo: day('2026-11-23') }, ['quiet_order']],
    [{ quietTo: day('2026-11-24') }, ['quiet_not_before_vote']],
    [{ pledgeOpens: day('2026-11-24') }, ['pledge_order']],
    [{ pledgeCloses: day('2026-11-25') }, ['pledge_after_vote']],
  ])('days %o have faults %o', (change, faults) => {
    expect(electionFaults({ ...ELECTION, ...change })).toEqual(faults);
  });
});

test('days', () => {
  expect(parseIsoDay('2026-02-29')).toBeUndefined();
  expect(parseIsoDay('2028-02-29')).toBe('2028-02-29');
  expect(parseIsoDay('2026-1-1')).toBeUndefined();
  expect(addDays(day('2026-12-31'), 1)).toBe('2027-01-01');
  expect(dayIn('Asia/Jakarta', at('2026-11-16T17:00:00Z'))).toBe('2026-11-17');
});
