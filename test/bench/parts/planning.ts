/** Plans the reminders of today once it is asked to, as the job does, in a process that does nothing else. */

import { openDatabase } from '../../../src/storage/db.ts';
import { listElections } from '../../../src/storage/elections.ts';
import { planReminders } from '../../../src/storage/reminders/calendar.ts';

const { db, close } = await openDatabase({ databaseUrl: process.env['DATABASE_URL'], dataDir: 'unused' });
const HOURS = { from: '00:00', until: '23:59', spreadMinutes: 120 };

async function plan(): Promise<{ planned: number; ms: number }> {
  const began = performance.now();
  const planned = await planReminders(db, await listElections(db), HOURS, Date.now());
  return { planned, ms: performance.now() - began };
}

process.on('message', () => {
  void plan().then((done) => process.send?.(done));
});
process.on('disconnect', () => void close().then(() => process.exit(0)));
process.send?.({ port: 0 });
