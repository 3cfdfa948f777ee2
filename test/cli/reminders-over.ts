/** What is told of a run whose hours are over, and not before: a part of reminders.ts. */
import { expect, test } from 'vitest';
import type { Election } from '../../src/domain/election.ts';
import type { Db } from '../../src/storage/db.ts';
import type { Ran } from '../support/cli.ts';

/** What that part needs of the whole. */
interface Ending {
  readonly db: () => Db;
  election(quietSince: number): Promise<Election>;
  pledged(count: number, office: string): Promise<void>;
  reminders(...args: readonly string[]): Promise<Ran>;
  send(channel: string, ...states: readonly ('sent' | 'failed')[]): Promise<number>;
}

export function overWork({ db, election, pledged, reminders, send }: Ending): void {
  const begun = async (): Promise<string> => {
    await election(0);
    await pledged(6, 'Dinas A');
    await reminders('run');
    return (await db().reminderRun.findFirst())?.id ?? '';
  };
  const ended = () => db().reminderRun.updateMany({ data: { ends: new Date(0) } });

  test('how many went out is told by OPD once nobody can be added any more, also when all are told before', async () => {
    const id = await begun();
    await send('telegram', 'sent', 'sent', 'sent', 'sent', 'sent', 'sent');
    expect((await reminders('status', id)).said).toMatch(/\nOPD +messages\nDinas A +6\n$/);
    await ended();
    expect((await reminders('status', id)).said).toMatch(/\nDinas A +6 +6\n$/);
  });

  test('what may not go out any more is not waited for', async () => {
    const id = await begun();
    await ended();
    const { code, complained } = await reminders('status', '--watch', id);
    expect(code).toBe(1);
    expect(complained).toMatch(/\nThe hours are over; what waits does not go out today\.\n$/);
  });
}
