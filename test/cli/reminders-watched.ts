/** Looking on while a service runs: the bar, the counts and the time left. A part of reminders.ts. */
import { expect, onTestFinished, test } from 'vitest';
import type { Election } from '../../src/domain/election.ts';
import { openQueue } from '../../src/jobs/queue.ts';
import { createLog } from '../../src/log.ts';
import type { ReminderState } from '../../src/storage/reminders/claiming.ts';
import { isServed } from '../../src/storage/serving.ts';
import { Child } from '../support/child.ts';
import type { Ran } from '../support/cli.ts';
import type { TestDatabase } from '../support/database.ts';
import { ROOT } from '../support/roster-rows.ts';

/** What that part needs of the whole. */
interface Watching {
  readonly database: () => Pick<TestDatabase, 'db' | 'queue'>;
  readonly settings: () => Readonly<Record<string, string>>;
  election(quietSince: number): Promise<Election>;
  pledged(count: number, office: string, on?: 'telegram' | 'whatsapp'): Promise<void>;
  reminders(...args: readonly string[]): Promise<Ran>;
  send(channel: string, ...states: readonly ReminderState[]): Promise<number>;
}

const SENT: ReminderState = 'sent';

export function watchedWork({ database, settings, election, pledged, reminders, send }: Watching): void {
  test('while a service runs, run looks on until all is sent; whoever looks away stops nothing', async () => {
    await election(0);
    await pledged(6, 'Dinas A');
    await pledged(18, 'Dinas B', 'whatsapp');
    const { db, queue } = database();
    if (!queue) throw new Error('this database has no queue');
    const service = await openQueue(queue, createLog('silent'));
    onTestFinished(async () => {
      await service.stop();
      await db.$executeRaw`DROP SCHEMA pgboss CASCADE`;
    });
    await expect.poll(() => isServed(db)).toBe(true);
    const watching = (...args: readonly string[]): Child =>
      new Child('src/cli/reminders.ts', args, { ...settings(), IKRAR_SECRET: ROOT, NODE_ENV: 'test' });

    const first = watching('run', '--lang', 'en');
    // Of WhatsApp's pace: 18 messages at 8 a minute.
    await expect
      .poll(() => first.errors, { timeout: 60_000 })
      .toContain('[........................] 0 of 24 messages, 0 sent, 0 failed, about 3 minutes left');
    first.process.kill('SIGINT');
    expect(await first.ended).toEqual({ code: 0, signal: null });
    expect(first.errors).toMatch(/Watching has stopped; the sending goes on\. .* status --watch\n$/);

    expect(await send('telegram', 'sent', 'failed')).toBe(2);
    expect(await send('whatsapp', ...Array(10).fill(SENT))).toBe(10);
    await reminders('pause');
    const second = watching('status', '--watch', '--lang', 'en');
    await expect
      .poll(() => second.errors, { timeout: 60_000 })
      .toContain('[############............] 12 of 24 messages, 11 sent, 1 failed, paused');
    await reminders('resume');
    expect(await send('telegram', ...Array(4).fill(SENT))).toBe(4);
    expect(await send('whatsapp', ...Array(8).fill(SENT))).toBe(8);
    expect(await second.ended).toEqual({ code: 0, signal: null });
    expect(second.errors).toMatch(/\[#{24}\] 24 of 24 messages, 23 sent, 1 failed\nDone\.\n$/);
    expect(second.errors).not.toContain('not running');
  });
}
