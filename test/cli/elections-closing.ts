/** A pledge that is closed before its time, and opened again: a part of elections.ts. */
import { expect, test } from 'vitest';
import type { Ran } from '../support/cli.ts';
import { inDays } from './in-days.ts';

/** What that part needs of the whole. */
interface Closing {
  election(...args: readonly string[]): Promise<Ran>;
  open(id: string, votesIn: number, ...more: readonly string[]): Promise<Ran>;
  shown(id: string): Promise<string>;
  states(): Promise<Readonly<Record<string, string>>>;
}

export function closingWork({ election, open, shown, states }: Closing): void {
  test('close ends a pledge at once, and says how to open it again', async () => {
    await open('one', 20, '--name', 'PSU Satu');
    await open('two', 30, '--name', 'PSU Dua');
    const closed = await election('close', 'one');
    expect(closed).toMatchObject({
      code: 0,
      said: `Closed the pledge of one.\npledgeCloses: ${inDays(19)} → ${inDays(-1)}\n`,
    });
    const again = `npm run election -- edit one --pledge-closes ${inDays(19)}`;
    expect(closed.complained).toBe(`People are asked to pledge for two now: PSU Dua.\nTo open it again: ${again}\n`);
    expect(await states()).toEqual({ one: 'closed', two: 'pledge open, asked for now' });
    const twice = await election('close', 'one');
    expect(twice).toMatchObject({ code: 1, said: '' });
    expect(twice.complained).toMatch(
      /^The pledge of one is closed already; its last day was .* edit one --pledge-closes/,
    );

    expect(await election('edit', ...again.split(' ').slice(5))).toMatchObject({ code: 0 });
    expect((await states())['one']).toBe('pledge open, asked for now');
  });

  test('a pledge that opened today can be closed and opened again; one that is not open yet is not closed', async () => {
    await open('new', 20, '--pledge-opens', inDays(0));
    const closed = await election('close', 'new');
    expect(closed).toMatchObject({ code: 0, complained: expect.stringMatching(/^No pledge is open now\./) });
    expect((await states())['new']).toBe('closed');
    expect(await election('edit', 'new', '--name', 'PSU Baru')).toMatchObject({ code: 0 });
    expect(await election('edit', 'new', '--pledge-closes', inDays(19))).toMatchObject({ code: 0 });
    expect((await states())['new']).toBe('pledge open, asked for now');

    await open('waits', 20, '--pledge-opens', inDays(5));
    const before = await shown('waits');
    const refused = await election('close', 'waits');
    expect(refused).toMatchObject({ code: 1, said: '' });
    expect(refused.complained).toMatch(/^The pledge of waits is not open yet; .* edit waits --pledge-opens DAY\n$/);
    expect(await shown('waits')).toBe(before);
    expect(await election('close', 'nothing')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('nothing'),
    });
  });
}
