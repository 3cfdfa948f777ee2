/** What is wrong with an election that cannot be, each in words that say what to write; and what need not be written: a part of elections.ts. */
import { expect, test } from 'vitest';
import type { Ran } from '../support/cli.ts';
import { inDays } from './in-days.ts';

/** What that part needs of the whole. */
interface Refusing {
  election(...args: readonly string[]): Promise<Ran>;
  open(id: string, votesIn: number, ...more: readonly string[]): Promise<Ran>;
  shown(id: string): Promise<string>;
}

export function refusedWork({ election, open, shown }: Refusing): void {
  test.each([
    ['a kind that there is not', () => ['--kind', 'pilpres'], '--kind: choose pemilu, pilkada or psu.'],
    [
      'an id that is none',
      () => ['--id', 'Kota Malang'],
      '--id: only lower-case letters, digits and hyphens, 2 to 40 characters.',
    ],
    [
      'a counting of days that there is not',
      () => ['--day-counting', 'hari'],
      '--day-counting: choose calendar (calendar days) or working (working days).',
    ],
    [
      'a masa tenang whose days are in the wrong order',
      () => ['--quiet-from', inDays(18), '--quiet-to', inDays(17)],
      'Masa tenang ends before it begins.',
    ],
    ['a masa tenang over the vote', () => ['--quiet-to', inDays(20)], 'Masa tenang must end before voting day.'],
    [
      'a pledge that closes before it opens',
      () => ['--pledge-closes', inDays(-11)],
      'The pledge closes before it opens.',
    ],
    [
      'a pledge that closes after the vote',
      () => ['--pledge-closes', inDays(21)],
      'The pledge must not close after voting day.',
    ],
  ])('%s is refused in so many words, and nothing is added', async (_, wrong, says) => {
    const refused = await open('one', 20, ...wrong());
    expect(refused).toMatchObject({ code: 1, said: '', complained: `${says}\n` });
    expect((await election('list')).said).toBe('');
  });

  test('everything that is wrong with the days is said at once', async () => {
    const days = ['--quiet-from', inDays(22), '--quiet-to', inDays(21), '--pledge-closes', inDays(21)];
    const { complained } = await open('one', 20, ...days);
    expect(complained.trimEnd().split('\n')).toEqual([
      'Masa tenang ends before it begins.',
      'Masa tenang must end before voting day.',
      'The pledge must not close after voting day.',
    ]);
  });

  test.each([
    ['pemilu', 'working'],
    ['pilkada', 'calendar'],
    ['psu', 'calendar'],
  ])('of a %s the days are %s days unless it is said otherwise', async (kind, counting) => {
    await open('one', 20, '--kind', kind);
    expect(JSON.parse(await shown('one'))).toMatchObject({ kind, dayCounting: counting });
    const other = counting === 'working' ? 'calendar' : 'working';
    await open('two', 20, '--kind', kind, '--day-counting', other);
    expect(JSON.parse(await shown('two')).dayCounting).toBe(other);
  });
}
