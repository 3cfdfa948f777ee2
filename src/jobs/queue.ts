/** What is done by the calendar, by one of all processes at a time: pg-boss over the database that everything else is in. */
import { fromPglite, PgBoss } from 'pg-boss';
import type { Logger } from '../log.ts';
import { ConnectionLostError, isAway } from '../storage/away.ts';
import type { QueueDatabase } from '../storage/db.ts';

export interface Queue {
  /**
   * Does a piece of work at each moment of a schedule, and after each start of a process; in one process at a time.
   *
   * @param cron five fields, of the zone
   */
  at(name: string, cron: string, zone: string, work: () => Promise<unknown>): Promise<void>;
  /** Work of which this process knows that it failed, and that has not been done since, by whichever process. */
  trouble(): Promise<readonly string[]>;
  /** Ends work under way first. */
  stop(): Promise<void>;
}

/** How often a process asks for work, s: nothing here is in a hurry, and an idle service should cost nothing. */
const ASK_S = 20;
const STOP_MS = 5_000;
const HEARTBEAT_S = 30;

/** Opens the queue; makes its tables, in a schema of its own, where there are none. */
export async function openQueue(database: QueueDatabase, log: Logger): Promise<Queue> {
  const where =
    'url' in database
      ? { connectionString: database.url, max: 2, application_name: 'ikrar' }
      : { db: fromPglite(database.embedded) };
  const boss = new PgBoss({
    ...where,
    schema: 'pgboss',
    warningSlowQuerySeconds: 60,
    cronWorkerIntervalSeconds: ASK_S,
  });
  // Its errors may quote a statement; ours hold nothing of a person, but a log needs no more than the kind.
  boss.on('error', (error) => {
    const away = isAway(error) ? { err: new ConnectionLostError(error) } : {};
    log.warn({ kind: error.name, ...away }, 'the queue is in trouble');
  });
  await boss.start();
  /** Of work that failed here, when that was asked for, by the database's clock. */
  const failed = new Map<string, Date>();
  const isDoneSince = async (name: string, moment: Date): Promise<boolean> =>
    (await boss.findJobs(name)).some(({ state, createdOn }) => state === 'completed' && createdOn >= moment);
  return {
    at: async (name, cron, zone, work) => {
      // One at a time, and what was missed is done once.
      await boss.createQueue(name, {
        policy: 'singleton',
        retryLimit: 2,
        expireInSeconds: 600,
        retentionSeconds: 3600,
        // A process that was killed in the middle of it holds it up no longer.
        heartbeatSeconds: HEARTBEAT_S,
      });
      await boss.schedule(name, cron, null, { tz: zone });
      await boss.send(name, null);
      await boss.work(name, { pollingIntervalSeconds: ASK_S, includeMetadata: true }, async ([job]) => {
        try {
          await work();
          failed.delete(name);
        } catch (error) {
          log.error({ job: name, err: error }, 'a job failed and will be tried again');
          if (job) failed.set(name, job.createdOn);
          // The queue tries again what throws, and tells nobody of it.
          throw error;
        }
      });
    },
    trouble: async () => {
      for (const [name, moment] of failed) if (await isDoneSince(name, moment)) failed.delete(name);
      return [...failed.keys()];
    },
    stop: () => boss.stop({ graceful: true, timeout: STOP_MS }),
  };
}
