/** Every state a message can end in, as `status` calls and adds them up: a part of reminders.ts. */
import { expect, test } from 'vitest';
import type { Election } from '../../src/domain/election.ts';
import type { Db } from '../../src/storage/db.ts';
import type { ReminderState } from '../../src/storage/reminders/claiming.ts';
import { giveUp } from '../../src/storage/reminders/planning.ts';
import type { Ran } from '../support/cli.ts';

/** What that part needs of the whole. */
interface Ending {
  readonly db: () => Db;
  election(quietSince: number): Promise<Election>;
  pledged(count: number, office: string): Promise<void>;
  reminders(...args: readonly string[]): Promise<Ran>;
  send(channel: string, ...states: readonly ReminderState[]): Promise<number>;
}

export function statesWork({ db, election, pledged, reminders, send }: Ending): void {
  test('status says in words what became of each, and adds up what failed and what was left out', async () => {
    await election(0);
    await pledged(21, 'Dinas A');
    await reminders('run');
    const id = (await db().reminderRun.findFirst())?.id ?? '';
    const some = (...of: readonly number[]) => ({ personId: { in: of.map((n) => `p Dinas A telegram ${n}`) } });
    await db().contact.updateMany({ where: some(0, 1, 2, 3), data: { reminders: false } });
    await db().pledge.updateMany({ where: some(4, 5, 6, 7, 8), data: { status: 'withdrawn' } });
    // Those are found as the rest is taken.
    expect(await send('telegram', ...Array<ReminderState>(21).fill('planned'))).toBe(12);
    expect(await send('telegram', 'sent', 'failed', 'failed', 'blocked', 'unknown', 'unknown')).toBe(6);
    await giveUp(db(), [id]);
    const { said } = await reminders('status', id);
    expect(said.split('\n').slice(1, 9)).toEqual([
      '                            Telegram',
      'sent                        1',
      'failed                      2',
      'bot blocked                 1',
      'unknown                     2',
      'stopped before it went out  4',
      'not needed any more         5',
      'late, not sent              6',
    ]);
    const [heads, line] = (await reminders('status')).said.split('\n');
    expect(heads).toMatch(/ messages +waiting +sent +failed +left out$/);
    expect(line).toMatch(/ done +21 +0 +1 +5 +15$/);
    expect((await reminders('status', '--watch', id)).complained).toContain('21 of 21 messages, 1 sent, 5 failed\n');
  });
}
