/** A database that goes away under several who use it, as the log tells it. */
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createLog } from '../../src/log.ts';
import { openDatabase } from '../../src/storage/db.ts';
import { Outage } from '../../src/storage/outage.ts';
import { gateTo } from '../faults/gate.ts';
import { postgresDatabase } from '../support/database.ts';

const line = z.object({ level: z.number(), msg: z.string(), hindered: z.record(z.string(), z.number()).optional() });
const AWAY = expect.stringContaining('the database is away');

/** A process whose database is behind a gate. */
async function watching() {
  const server = await postgresDatabase();
  onTestFinished(() => server.close());
  const gate = await gateTo(server.url);
  onTestFinished(() => gate.shut());
  const lines: z.infer<typeof line>[] = [];
  const outage = new Outage();
  onTestFinished(() => outage.stop());
  const log = createLog('debug', { write: (text) => void lines.push(line.parse(JSON.parse(text))) }, outage.explains);
  const { db, close } = await openDatabase({ databaseUrl: gate.url, dataDir: 'unused', log });
  onTestFinished(close);
  outage.watch(log, () => db.$queryRaw`SELECT 1`);
  const uses = async (what: string): Promise<void> => {
    await db.lease.count().catch((error: unknown) => log.warn({ err: error }, what));
  };
  const told = (): readonly string[] => lines.flatMap(({ level, msg }) => (level >= 30 ? msg : []));
  return { gate, log, lines, outage, uses, told };
}

test('it is told once, and once that it answers again, and what it has hindered', async () => {
  const { gate, lines, uses, told } = await watching();
  await uses('a job failed');
  expect(lines).toEqual([]);
  for (let n = 1; n <= 2; n += 1) {
    lines.length = 0;
    await gate.shut();
    for (const what of ['a job failed', 'a message waits', 'a job failed']) await uses(what);
    expect(told()).toEqual([AWAY]);
    // Whoever looks closer has it all.
    expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['a job failed', 'a message waits']));
    await gate.open();
    await expect.poll(told).toEqual([AWAY, 'the database answers again']);
    expect(lines.at(-1)?.hindered).toMatchObject({ 'a job failed': 2, 'a message waits': 1 });
  }
});

test('what fails for another reason is told as ever, also where its code is the same', async () => {
  const { gate, log, uses, told } = await watching();
  await gate.shut();
  await uses('a job failed');
  log.warn({ err: Object.assign(new Error('fetch'), { code: 'ECONNREFUSED' }) }, 'a platform is away');
  log.error({ err: new TypeError('nothing') }, 'a fault of ours');
  log.warn('words alone');
  expect(told()).toEqual([AWAY, 'a platform is away', 'a fault of ours', 'words alone']);
});

test('the end of the process is told whatever its reason, and so is what was hindered until then', async () => {
  const { gate, log, lines, outage, uses, told } = await watching();
  await gate.shut();
  await uses('a job failed');
  const error = Object.assign(new Error('fetch'), { name: 'DriverAdapterError', code: 'ECONNREFUSED' });
  log.fatal({ err: error }, 'the end');
  outage.stop();
  expect(told()).toEqual([AWAY, 'the end', 'the process ends while the database is away']);
  expect(lines.at(-1)?.hindered).toMatchObject({ 'a job failed': 1 });
});
