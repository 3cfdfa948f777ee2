/** Reminders of a day of masa tenang that are planned, and due all at once. */
import { dutiesOn } from '../../src/domain/reminder.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import { addElections } from '../../src/storage/elections.ts';
import { openBudget } from '../../src/storage/reminders/claiming.ts';
import { planRun } from '../../src/storage/reminders/planning.ts';
import { remindable } from './remindable.ts';
import { emptyDatabase } from './roster.ts';
import { ELECTION } from './world.ts';

const DAY = ELECTION.quietFrom;
/** When they are due, ms since 1970. */
export const NOON = Date.parse(`${DAY}T12:00:00+07:00`);

/** An emptied database in which these have pledged, and are to be told on a channel. */
export async function dueAtNoon(
  db: PrismaClient,
  channel: 'telegram' | 'whatsapp',
  names: readonly string[],
): Promise<void> {
  await emptyDatabase(db);
  await openBudget(db, channel);
  await addElections(db, [ELECTION]);
  for (const name of names) await remindable(db, name, { on: channel, pledged: [ELECTION.id] });
  const window = { opens: NOON, begins: NOON, spreadTo: NOON, ends: NOON + 3_600_000 };
  for (const duty of dutiesOn([ELECTION], DAY)) await planRun(db, duty, window);
}
