/** What reminders cost, and how long a day's plan takes. */
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { PrismaClient } from '../../../src/storage/db.ts';
import { ensureOfficialIkrar } from '../../../src/storage/documents.ts';
import { putElection } from '../../../src/storage/elections.ts';
import { OFFICIAL, quietElection } from '../../support/reminding.ts';
import type { Part } from '../processes.ts';
import type { Bot, Stage } from '../stage.ts';
import { cpuOf, forgetPeak, memoryOf } from '../usage.ts';
import { type Figure, median, range } from './figure.ts';
import { REMINDERS_A_SECOND } from './reminders-pace.ts';

/** At which the cost is measured: ten times as fast, ten times as soon done. */
export const HIGH_RATE = 280;
/** A loop is as fast as it will be after so long. */
const WARM_SECONDS = 5;

/** A service that reminds, and a loop that only sends. */
interface Beside {
  readonly db: PrismaClient;
  readonly ours: Bot;
  readonly bare: Part;
}

/** What a message costs, ms of CPU. */
interface RoundCost {
  readonly ours: number;
  readonly bare: number;
  readonly server: number;
  /** What of `ours` the service takes for itself in that time also when it sends nothing. */
  readonly anyway: number;
}

/** Both at the same rate, one after the other: ours is paused while the other runs, and from then on. */
async function costOfRound(
  stage: Stage,
  { db, ours, bare }: Beside,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<RoundCost> {
  const count = perSecond * seconds;
  await db.reminderRun.updateMany({ data: { state: 'running' } });
  const { sent } = await stage.seen(ours);
  const first = await stage.sent(ours, sent + 1);
  const [began, cpu, server] = [performance.now(), cpuOf(ours.pid), (await ours.serverCpu?.()) ?? 0];
  const last = await stage.sent(ours, first.sent + count);
  const took = performance.now() - began;
  const per = last.sent - first.sent;
  const cost = { ours: (cpuOf(ours.pid) - cpu) / per, server: (((await ours.serverCpu?.()) ?? 0) - server) / per };
  await db.reminderRun.updateMany({ data: { state: 'paused' } });
  await pause(1000);
  const [paused, idle, before] = [performance.now(), cpuOf(ours.pid), cpuOf(bare.pid)];
  await bare.ask({ count, perSecond });
  const anyway = ((cpuOf(ours.pid) - idle) / (performance.now() - paused)) * took;
  return { ...cost, bare: (cpuOf(bare.pid) - before) / count, anyway: anyway / per };
}

/** Several of them, without the first, which warms both up. */
async function costsOf(
  stage: Stage,
  beside: Beside,
  { rounds, ...round }: { rounds: number; perSecond: number; seconds: number },
): Promise<readonly RoundCost[]> {
  await stage.watch(beside.ours, 'no limit');
  const all: RoundCost[] = [];
  while (all.length <= rounds) all.push(await costOfRound(stage, beside, round));
  return all.slice(1);
}

/**
 * The same at the rate at which the service sends unless it is told otherwise: so slow that what the service takes for itself counts
 * as much as what it does to send, and is left out.
 */
export async function remindersCostAsIs(
  stage: Stage,
  beside: Beside,
  { asIsRounds, asIsSeconds }: { asIsRounds: number; asIsSeconds: number },
): Promise<readonly Figure[]> {
  // At this rate it would not be warm after a round.
  await beside.bare.ask({ count: HIGH_RATE * WARM_SECONDS, perSecond: HIGH_RATE });
  const round = { perSecond: REMINDERS_A_SECOND, seconds: asIsSeconds };
  const runs = await costsOf(stage, beside, { rounds: asIsRounds, ...round });
  const ratios = runs.map((run) => (run.ours - run.anyway) / run.bare);
  const of = (what: keyof RoundCost): string => median(runs.map((run) => run[what])).toFixed(2);
  return [
    {
      name: `CPU that a reminder adds ÷ bare sendMessage at ${REMINDERS_A_SECOND} a second`,
      value: median(ratios),
      unit: '×',
      atMost: 1.5,
      note: `${range(ratios)}; ${of('ours')} ms, of which ${of('anyway')} anyway, beside ${of('bare')}`,
    },
  ];
}

/** CPU of a reminder beside that of a bare loop at the same rate, in turns. */
export async function remindersCost(
  stage: Stage,
  beside: Beside,
  { rounds, roundSeconds }: { rounds: number; roundSeconds: number },
): Promise<readonly Figure[]> {
  const runs = await costsOf(stage, beside, { rounds, perSecond: HIGH_RATE, seconds: roundSeconds });
  const ratios = runs.map((run) => run.ours / run.bare);
  const of = (what: 'ours' | 'bare' | 'server') => runs.map((run) => run[what]);
  return [
    {
      name: 'CPU of a reminder ÷ bare sendMessage',
      value: median(ratios),
      unit: '×',
      atMost: 1.5,
      note: range(ratios),
    },
    {
      name: 'CPU of a reminder',
      value: median(of('ours')),
      unit: 'ms',
      note: `${HIGH_RATE} a second; ${range(of('ours'))}`,
    },
    { name: 'CPU of a bare sendMessage', value: median(of('bare')), unit: 'ms', note: range(of('bare')) },
    { name: 'PostgreSQL for a reminder', value: median(of('server')), unit: 'ms' },
  ];
}

const plan = z.object({ planned: z.number(), ms: z.number() });

/** Plans a day for as many as are wanted, half of them with a second chat that is not written to. */
export async function planning(
  db: PrismaClient,
  part: Part,
  { planned: wanted }: { planned: number },
): Promise<readonly Figure[]> {
  await ensureOfficialIkrar(db);
  const election = quietElection(Date.now());
  await putElection(db, election);
  await fill(db, election.id, wanted);
  await db.pledge.updateMany({ where: { id: { not: { endsWith: '00' } } }, data: { status: 'withdrawn' } });
  await part.ask('for few, so that everything is loaded');
  await db.reminderRun.deleteMany();
  await db.pledge.updateMany({ data: { status: 'valid' } });
  // To start takes more than it holds from then on.
  forgetPeak(part.pid);
  const before = memoryOf(part.pid).now;
  const { planned, ms } = plan.parse(await part.ask('plan'));
  const name = `PostgreSQL: ${wanted.toLocaleString('en')} reminders planned`;
  return [
    { name, value: ms / 1000, unit: 's', atMost: 10 },
    { name: `${name}: rows`, value: planned, unit: '', atLeast: wanted, atMost: wanted },
    {
      name: `${name}: more memory of who plans than it held before`,
      value: memoryOf(part.pid).peak - before,
      unit: 'MB',
      atMost: 5,
    },
  ];
}

const CONFIRMED = JSON.stringify([OFFICIAL]);

async function fill(db: PrismaClient, election: string, people: number): Promise<void> {
  await db.office.create({ data: { id: 'o', name: 'Dinas Contoh' } });
  await db.$executeRaw`
    INSERT INTO person (id, nip_index, sealed, office_id, digest)
    SELECT 'p' || n, sha256(n::text::bytea), '\\x00', 'o', '\\x00' FROM generate_series(1, ${people}::int) AS n`;
  await db.$executeRaw`
    INSERT INTO pledge (id, election_id, person_id, slot, method, status, at, documents, sealed)
    SELECT 'g' || n, ${election}, 'p' || n, 'verified', 'code', 'valid', now(), ${CONFIRMED}::jsonb, '\\x00'
    FROM generate_series(1, ${people}::int) AS n`;
  await db.$executeRaw`
    INSERT INTO contact (key, channel, address_sealed, language, reminders, person_id, slot)
    SELECT sha256(('c' || n)::bytea), CASE WHEN n > ${people} THEN 'whatsapp' ELSE 'telegram' END, '\\x00', 'id', true,
      'p' || (n - 1) % ${people} + 1, 'verified'
    FROM generate_series(1, ${people}::int * 3 / 2) AS n`;
}
