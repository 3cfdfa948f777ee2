/** An election that the operator edits in the middle of a run, with the command for that: a part of reminders.ts. */
import { expect, test } from 'vitest';
import { addDays, type Election, type IsoDay } from '../../src/domain/election.ts';
import type { Cli, Ran } from '../support/cli.ts';

/** What that part needs of the whole. */
interface Editing {
  readonly cli: () => Cli;
  readonly today: () => IsoDay;
  election(quietSince: number): Promise<Election>;
  pledged(count: number, office: string): Promise<void>;
  reminders(...args: readonly string[]): Promise<Ran>;
  send(channel: string, ...states: readonly ('sent' | 'failed')[]): Promise<number>;
}

export function editedWork({ cli, today, election, pledged, reminders, send }: Editing): void {
  const line = async (): Promise<string> => (await reminders('status')).said.split('\n')[1] ?? '';

  test('an election that is edited in the middle of a run: what was not sent goes, and comes when its day does', async () => {
    const { id } = await election(0);
    await pledged(6, 'Dinas A');
    await reminders('run');
    expect(await send('telegram', 'sent', 'sent')).toBe(2);
    const days = [1, 3, 3, 4].map((later) => addDays(today(), later));
    const flags = ['--quiet-from', '--quiet-to', '--pledge-closes', '--voting-day'].flatMap((flag, n) => [
      flag,
      days[n] ?? '',
    ]);
    expect(await cli()('election', 'edit', id, ...flags, '--lang', 'en')).toMatchObject({ code: 0 });
    await reminders('run');
    expect(await line()).toMatch(/ cancelled by the calendar +2 +0 +2 +0 +0$/);
    expect(await send('telegram', 'sent')).toBe(0);
    expect((await reminders('plan', '--day', addDays(today(), 1))).said).toMatch(/day 1 of 3.*: 6 messages\./);
  });
}
