/** What `reminders` does, on whichever database `opened` gives: its rows are the real ones, and nothing is sent here. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addDays, dayIn, type Election } from '../../src/domain/election.ts';
import { addElections } from '../../src/storage/elections.ts';
import { claimReminders, openBudget, type ReminderState, writeOutcomes } from '../../src/storage/reminders/claiming.ts';
import { type Cli, cliOf, type Ran } from '../support/cli.ts';
import type { TestDatabase } from '../support/database.ts';
import { remindable } from '../support/remindable.ts';
import { ELECTION } from '../support/world.ts';
import type { Opened } from './elections.ts';
import { editedWork } from './reminders-edited.ts';
import { overWork } from './reminders-over.ts';
import { statesWork } from './reminders-states.ts';
import { watchedWork } from './reminders-watched.ts';
import { zonesWork } from './reminders-zones.ts';

/** Far from midnight, whenever this runs: a day has but one today here. */
const ZONE = Math.abs(hourIn('Asia/Jakarta') - 12) <= 6 ? 'Asia/Jakarta' : 'America/New_York';
function hourIn(timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(Date.now()));
}

const DAY_LONG = { REMIND_FROM: '00:00', REMIND_UNTIL: '23:59', REMIND_SPREAD_MINUTES: '0', TZ_REGION: ZONE };

export interface Watched extends Opened {
  readonly database: Pick<TestDatabase, 'db' | 'close' | 'queue'>;
}

/** @param opened resolved before the first command runs */
export function remindersWork(opened: () => Promise<Watched>): void {
  let database: Watched['database'];
  let settings: Opened['settings'];
  let cli: Cli;
  let today: ReturnType<typeof dayIn>;
  beforeAll(async () => {
    ({ database, settings } = await opened());
    cli = cliOf({ ...settings, ...DAY_LONG });
    for (const channel of ['telegram', 'whatsapp']) await openBudget(database.db, channel);
  });
  beforeEach(async () => {
    const { db } = database;
    await db.reminderRun.deleteMany();
    await db.pledge.deleteMany();
    await db.contact.deleteMany();
    await db.election.deleteMany();
    today = dayIn(ZONE, Date.now());
  });
  afterAll(() => database.close());

  const reminders = (...args: readonly string[]): Promise<Ran> => cli('reminders', ...args, '--lang', 'en');
  /** An election whose masa tenang began that many days ago. */
  const election = async (quietSince: number, also: Partial<Election> = {}): Promise<Election> => {
    const from = addDays(today, -quietSince);
    const days = { quietFrom: from, quietTo: addDays(from, 2), pledgeCloses: addDays(from, 2) };
    const one = { ...ELECTION, zone: ZONE, ...days, votingDay: addDays(from, 3), pledgeOpens: addDays(from, -20) };
    await addElections(database.db, [{ ...one, ...also }]);
    return { ...one, ...also };
  };
  const pledged = async (count: number, office: string, on: 'telegram' | 'whatsapp' = 'telegram'): Promise<void> => {
    for (let n = 0; n < count; n += 1) {
      await remindable(database.db, `${office} ${on} ${n}`, { office, on, pledged: [ELECTION.id] });
    }
  };
  const ids = async (): Promise<readonly string[]> =>
    (await database.db.reminderRun.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id);
  /** Takes what is due, as a service does, and writes what became of each. */
  const send = async (channel: string, ...states: readonly ReminderState[]): Promise<number> => {
    const rate = { perSecond: 1e9, burst: 1e9 };
    const wanted = { rate, most: states.length, ahead: 0, spent: 0, now: Date.now() + 60_000 };
    const { taken } = await claimReminders(database.db, channel, wanted);
    await writeOutcomes(
      database.db,
      taken.map(({ contact, day, until }, n) => ({ contact, day, until, state: states[n] ?? 'sent', why: '400' })),
    );
    return taken.length;
  };

  test('plan says what would be sent, to how many, when and for how long, and writes nothing', async () => {
    await election(-1);
    await pledged(7, 'Dinas A');
    await pledged(5, 'Dinas B', 'whatsapp');
    await pledged(2, 'Dinas C');
    const { code, said, complained } = await reminders('plan', '--day', addDays(today, 1));
    expect({ code, complained }).toEqual({ code: 0, complained: '' });
    const [head, words, ...lines] = said.trimEnd().split('\n');
    expect(head).toMatch(/: masa tenang, day 1 of 3, Pilkada Contoh 2026 \(sample\): 14 messages\.$/);
    expect(words).toMatch(/^«The quiet period .*»$/i);
    expect(lines[0]).toMatch(/^channel +messages +first +last +takes$/);
    expect(lines[1]).toMatch(/^Telegram +9 +00\.00 \S+ +00\.00 \S+ +1 minute$/);
    expect(lines[2]).toMatch(/^WhatsApp +5 +00\.00 \S+ +00\.00 \S+ +1 minute$/);
    // Two people of an office alone would be known by what is left of the total.
    expect(lines.slice(3)).toEqual([
      'OPD                     messages',
      'Dinas A                 7',
      'small OPDs, 2 together  7',
    ]);
    expect(await ids()).toEqual([]);
  });

  test('plan looks a week ahead, and says when the next are if there are none', async () => {
    await election(-4);
    await pledged(6, 'Dinas A');
    const week = (await reminders('plan')).said;
    expect(week.match(/masa tenang, day \d of 3/g)).toEqual([1, 2, 3].map((n) => `masa tenang, day ${n} of 3`));
    expect(week).not.toContain('invitation');
    const none = await reminders('plan', '--days', '3');
    expect(none).toMatchObject({ code: 0, said: '' });
    expect(none.complained).toContain(`npm run reminders -- plan --day ${addDays(today, 4)}`);
    expect((await reminders('plan', '--day', addDays(today, 8))).complained).toContain('There are no reminders');
  });

  test('an invitation that a standstill held up counts for today, not for the days after', async () => {
    await election(-6);
    await remindable(database.db, 'satu');
    expect((await reminders('plan', '--day', today)).said).toContain(': invitation a week before masa tenang,');
    expect((await reminders('plan', '--day', addDays(today, 1))).said).toBe('');
    await reminders('run');
    expect((await reminders('plan', '--day', today)).said).toContain(': 1 message.\nPlanned already');
    expect(await send('telegram', 'sent')).toBe(1);
  });

  test('plan shows the words an election has of its own', async () => {
    await election(-1, { texts: { en: { quietFirst: 'Today it begins.\nPlease be quiet.' } } });
    await pledged(1, 'Dinas A');
    const { said } = await reminders('plan', '--day', addDays(today, 1));
    expect(said).toContain('\n«Today it begins. / Please be quiet.»\n');
  });

  test('plan tells nobody who waits by OPD while a run goes on', async () => {
    await election(0);
    await pledged(12, 'Dinas A');
    await pledged(12, 'Dinas B');
    await reminders('run');
    const before = await reminders('plan', '--day', today);
    expect(await send('telegram', 'sent')).toBe(1);
    const after = await reminders('plan', '--day', today);
    for (const { said } of [before, after]) expect(said).not.toContain('Dinas');
    expect(after.complained).toMatch(/^By OPD: npm run reminders -- status \S{12}\n$/);
  });

  test('plan warns of what a channel cannot send within the hours', async () => {
    await election(-1);
    await pledged(12, 'Dinas A', 'whatsapp');
    const narrow = cliOf({ ...settings, ...DAY_LONG, REMIND_FROM: '10:00', REMIND_UNTIL: '10:01' });
    const { complained } = await narrow('reminders', 'plan', '--day', addDays(today, 1), '--lang', 'en');
    expect(complained).toBe(
      "WhatsApp: 4 messages will not go out within that day's hours at the pace in the settings.\n",
    );
  });

  test('run plans what is due today once, and says that nothing goes out while no service runs', async () => {
    await election(0);
    await pledged(6, 'Dinas A');
    const run = await reminders('run');
    expect(run).toEqual({
      code: 1,
      said: '6 messages were planned; 6 to be sent.\n',
      complained: 'The service is not running: nothing goes out before it runs again.\n',
    });
    expect((await reminders('run')).said).toBe('0 messages were planned; 6 to be sent.\n');
    const { said } = await reminders('plan', '--day', today);
    expect(said).toContain(': 6 messages.\nPlanned already as ');
    expect(await send('telegram', ...Array.from({ length: 6 }, () => 'sent' as const))).toBe(6);
    const done = await reminders('run');
    expect(done).toMatchObject({ code: 0, said: '0 messages were planned; 0 to be sent.\n' });
    expect(done.complained).toBe('[########################] 6 of 6 messages, 6 sent, 0 failed\nDone.\n');
  });

  test('run says why there is nothing of today: no message, too early, or too late', async () => {
    expect((await reminders('run')).said).toBe('The calendar has no reminders today.\n');
    await election(0);
    await pledged(6, 'Dinas A');
    const early = cliOf({ ...settings, ...DAY_LONG, REMIND_FROM: '23:50' });
    expect((await early('reminders', 'run', '--lang', 'en')).said).toMatch(
      /^It is too early: the first message goes out at 23\.50 /,
    );
    const late = cliOf({ ...settings, ...DAY_LONG, REMIND_UNTIL: '00:01' });
    expect((await late('reminders', 'run', '--lang', 'en')).said).toBe('The hours of this day are over.\n');
    expect(await ids()).toEqual([]);
  });

  test('pause holds all of today, or what is named, and resume lets it go on', async () => {
    expect(await reminders('pause')).toMatchObject({ code: 1, said: '' });
    await election(0);
    await election(0, {
      id: 'psu',
      quietFrom: addDays(today, 7),
      quietTo: addDays(today, 9),
      votingDay: addDays(today, 10),
    });
    await pledged(6, 'Dinas A');
    await remindable(database.db, 'satu');
    await reminders('run');
    const [one = '', two = ''] = await ids();
    const paused = await reminders('pause');
    expect(paused.code).toBe(0);
    expect(paused.said.match(/is paused; \d messages? waits?\./g)).toHaveLength(2);
    expect(await send('telegram', 'sent')).toBe(0);
    expect((await reminders('plan', '--day', today)).said).toContain('and paused.');
    const resumed = await reminders('resume', one);
    expect(resumed).toMatchObject({
      code: 0,
      said: expect.stringMatching(/^\S{12} goes on; \d messages? waits?\.\n$/),
    });
    expect((await database.db.reminderRun.findMany({ where: { state: 'paused' } })).map(({ id }) => id)).toEqual([two]);
    expect(await send('telegram', 'sent')).toBe(1);
    expect(await reminders('pause', one, 'no-such-run')).toMatchObject({
      code: 1,
      said: '',
      complained: 'There is no run with the ID no-such-run.\n',
    });
    await database.db.reminderRun.update({ where: { id: two }, data: { state: 'cancelled' } });
    expect(await reminders('resume', two)).toMatchObject({ code: 1, said: '' });
    await database.db.reminderRun.update({ where: { id: one }, data: { id: '-aaaaaaaaaaa' } });
    expect((await reminders('pause', '-aaaaaaaaaaa')).said).toMatch(/^-aaaaaaaaaaa is paused/);
  });

  test('status tells all runs in a line, and of one what became of it by channel and OPD, when it is over', async () => {
    expect(await reminders('status')).toMatchObject({ code: 0, said: '', complained: 'There are no runs yet.\n' });
    await election(0);
    await pledged(8, 'Dinas A');
    await pledged(6, 'Dinas B', 'whatsapp');
    await pledged(1, 'Dinas C');
    await reminders('run');
    const [id = ''] = await ids();
    const line = async (): Promise<string> => (await reminders('status')).said.split('\n')[1] ?? '';
    expect(await line()).toMatch(/ going on +15 +15 +0 +0 +0$/);
    await send('whatsapp', 'failed', 'failed', 'failed', 'failed', 'failed', 'failed');
    const going = await reminders('status', id);
    expect(going.said).toMatch(/\nwaiting +9 +0\nfailed +0 +6\nWhatsApp refused with the code 400: 6 messages\.\n/);
    expect(going.said).toMatch(/\nOPD +messages\nDinas A +8\nsmall OPDs, 2 together +7\n$/);
    await send('telegram', ...Array.from({ length: 9 }, () => 'sent' as const));
    expect(await line()).toMatch(/ done +15 +0 +9 +6 +0$/);
    await database.db.reminderRun.updateMany({ data: { ends: new Date(0) } });
    // One was sent to Dinas C: what was not sent to the two together is large enough, what was sent is not.
    const done = await reminders('status', id);
    expect(done.said).toMatch(/\nOPD +messages\nDinas A +8\nsmall OPDs, 2 together +7\n$/);
    const json = JSON.parse((await reminders('status', '--json', id)).said);
    expect(json).toMatchObject({ id, election: 'sample', state: 'running' });
    expect(json.figures).toEqual([
      { channel: 'telegram', state: 'sent', count: 9, code: '400' },
      { channel: 'whatsapp', state: 'failed', count: 6, code: '400' },
    ]);
    expect(json.offices).toEqual({ shown: [{ office: 'Dinas A', count: 8 }], others: { offices: 2, count: 7 } });
    expect(JSON.parse((await reminders('status', '--json')).said)).toHaveLength(1);
    for (const { said } of [going, done]) expect(said).not.toMatch(/Dinas [BC]|p Dinas/);
    expect(await reminders('status', '--watch', id)).toMatchObject({ code: 0, said: '' });

    const arrived = { state: 'delivered', why: null };
    await database.db.reminder.updateMany({ where: { channel: 'whatsapp' }, data: arrived });
    expect(await line()).toMatch(/ done +15 +0 +15 +0 +0$/);
    const { said } = await reminders('status', id);
    expect(said).toMatch(/\nsent +9 +0\ndelivered +0 +6\n/);
    expect(said).toMatch(/\nDinas A +8 +8\nsmall OPDs, 2 together +7 +7\n$/);
  });

  editedWork({ cli: () => cli, today: () => today, election, pledged, reminders, send });
  overWork({ db: () => database.db, election, pledged, reminders, send });
  statesWork({ db: () => database.db, election, pledged, reminders, send });
  watchedWork({
    database: () => database,
    settings: () => ({ ...settings, ...DAY_LONG }),
    election,
    pledged,
    reminders,
    send,
  });
  zonesWork({
    db: () => database.db,
    cli: (also) => cliOf({ ...settings, ...DAY_LONG, ...also }),
    today: () => today,
    election,
  });
}
