/** When a root secret is not replaced: everything stays as it was. */
import { afterAll, beforeEach, expect, test } from 'vitest';
import { chatKey } from '../../src/conversation/chat.ts';
import { type Envelope, openEnvelope, sealEnvelope } from '../../src/conversation/envelope.ts';
import { createLog } from '../../src/log.ts';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import type { Keys } from '../../src/secrecy/keys.ts';
import { SealError } from '../../src/secrecy/seal.ts';
import { assertUnit, UnitKeyError } from '../../src/secrecy/unit-key.ts';
import { findPeople } from '../../src/storage/people.ts';
import { enter } from '../../src/storage/presence.ts';
import { openKeys, putOver } from '../../src/storage/root.ts';
import { writeRoster } from '../../src/storage/roster.ts';
import { type RotationOptions, rotateRoot } from '../../src/storage/rotation/rotate.ts';
import { createUnit, findUnit } from '../../src/storage/units.ts';
import { UNIT } from '../support/desk.ts';
import { ROOT, ROSTER } from '../support/roster-rows.ts';
import { type Hours, openHours } from './hours.ts';

const NOON = Date.parse('2026-11-25T12:00:00Z');
const NEXT = 'the second root secret of this test, long enough';
const ADDRESS = { channel: 'telegram', id: '1001' } as const;
const [SARI] = ROSTER;
const log = createLog('silent');
const FORMER = 'former';
const OURS = 'ours';

const trouble = (): never => {
  throw new Error('overtaken');
};

let hours: Hours | undefined;
let keys: Keys;
beforeEach(async () => {
  await hours?.close();
  hours = await openHours();
  keys = await openKeys(here().database.db, ROOT);
  await writeRoster(here().database.db, keys, [SARI]);
});
afterAll(() => hours?.close());

function here(): Hours {
  if (!hours) throw new Error('not open');
  return hours;
}

const rotate = (also: Partial<RotationOptions> = {}, former = ROOT) =>
  rotateRoot(
    here().database.db,
    { former, next: NEXT },
    { hours: (under) => new EpochKeys(here().folder, under).kept(NOON), now: NOON, alone: false, ...also },
  );

/** Under which root everything is. */
async function root(): Promise<typeof FORMER | typeof OURS> {
  const { db } = here().database;
  const former = await openKeys(db, ROOT).catch(() => undefined);
  const one = former ?? (await openKeys(db, NEXT));
  expect((await findPeople(db, one, [SARI.nip])).size).toBe(1);
  return former ? FORMER : OURS;
}

test('while somebody is at work', async () => {
  const { db } = here().database;
  const presence = await enter(db, ROOT, { log, overtaken: trouble });
  await expect(rotate()).rejects.toMatchObject({ fault: { kind: 'served' } });
  expect(await root()).toBe(FORMER);
  await presence.leave();
  await rotate();
  expect(await root()).toBe(OURS);
});

test('who may not come in is not at work', async () => {
  const { db } = here().database;
  await expect(enter(db, NEXT, { log, overtaken: trouble })).rejects.toThrow(SealError);
  expect(await db.lease.count()).toBe(0);
});

test('a process that died is at work for a minute, and no longer; one that stood still ends when it goes on', async () => {
  const { db } = here().database;
  let isOvertaken = false;
  const overtaken = () => {
    isOvertaken = true;
  };
  const presence = await enter(db, ROOT, { log, overtaken });
  const runsOut = () => db.$executeRaw`UPDATE lease SET until = clock_timestamp() - interval '1 second'`;
  await runsOut();
  await presence.renew();
  await expect(rotate()).rejects.toMatchObject({ fault: { kind: 'served' } });
  await runsOut();
  await rotate();
  expect(isOvertaken).toBe(false);
  await presence.renew();
  expect(isOvertaken).toBe(true);
  expect(await root()).toBe(OURS);
});

test('a process that was not seen and could not ask which root it is asks again', async () => {
  const { db } = here().database;
  const overtaken = Promise.withResolvers<'overtaken'>();
  const presence = await enter(db, ROOT, { log, overtaken: () => overtaken.resolve('overtaken') });
  await db.lease.deleteMany();
  await db.$executeRaw`ALTER TABLE root RENAME TO away`;
  await presence.renew();
  await db.$executeRaw`ALTER TABLE away RENAME TO root`;
  await putOver(db, keys, NEXT, NOON);
  const renewed = presence.renew().then(() => 'renewed');
  expect(await Promise.race([overtaken.promise, renewed])).toBe('overtaken');
});

test('where a later version has changed the database', async () => {
  const { db } = here().database;
  await db.$executeRaw`
    INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('later', '', '29991231000000_later', now())`;
  await expect(rotate()).rejects.toMatchObject({ fault: { kind: 'newer' } });
  expect(await root()).toBe(FORMER);
});

test('with another secret than the former one', async () => {
  await expect(rotate({}, 'a root secret of nobody, and long enough too')).rejects.toThrow(SealError);
  expect(await root()).toBe(FORMER);
});

test('a database that was never asked is of the root that its rows are of, and of no other', async () => {
  const { db } = here().database;
  await db.root.deleteMany();
  await expect(openKeys(db, NEXT)).rejects.toThrow(SealError);
  expect(await root()).toBe(FORMER);
  await rotate();
  // What is kept of the former root is lost: nobody would be found any more.
  await db.root.deleteMany();
  await expect(openKeys(db, NEXT)).rejects.toThrow(SealError);
});

test('while replies wait whose keys of hours are not there; with them, or given up, it is done', async () => {
  const { database, epochs } = here();
  const { bytes } = chatKey(keys, ADDRESS);
  const envelope: Envelope = { address: ADDRESS, language: 'id', once: 'once', replies: [] };
  const body = new Uint8Array(sealEnvelope(await epochs.current(NOON), bytes, envelope));
  await database.db.outbox.create({ data: { chat: new Uint8Array(bytes), seq: 1, body, due: new Date(NOON) } });
  const elsewhere = { hours: async () => [] };
  await expect(rotate(elsewhere)).rejects.toMatchObject({ fault: { kind: 'hours', count: 1 } });
  expect(await root()).toBe(FORMER);
  expect(await rotate({ ...elsewhere, givesUp: true })).toMatchObject({ closed: 1 });
  expect(await root()).toBe(OURS);
});

test('a clock that goes wrong loses nothing: the newest key is of the former root too', async () => {
  const { database, epochs } = here();
  const { bytes } = chatKey(keys, ADDRESS);
  const envelope: Envelope = { address: ADDRESS, language: 'id', once: 'once', replies: [] };
  const body = new Uint8Array(sealEnvelope(await epochs.current(NOON), bytes, envelope));
  await database.db.outbox.create({ data: { chat: new Uint8Array(bytes), seq: 1, body, due: new Date(NOON) } });
  await rotate({ now: NOON - 30_000 });
  const next = await openKeys(database.db, NEXT);
  const [row] = await database.db.outbox.findMany();
  const [epoch] = await new EpochKeys(here().folder, next).living(NOON);
  expect(openEnvelope(epoch ? [epoch] : [], chatKey(next, ADDRESS).bytes, row?.body ?? new Uint8Array())).toEqual(
    envelope,
  );
});

test('a unit whose recipient somebody changed is not authenticated anew; a damaged copy of its key is no reason', async () => {
  const { db } = here().database;
  await createUnit(db, keys, { ...UNIT, day: '2026-11-17' }, { workFactor: 2 });
  await createUnit(db, keys, { ...UNIT, id: 'u2', name: 'Bawaslu Lain', day: '2026-11-17' }, { workFactor: 2 });
  await db.unit.update({ where: { id: 'u2' }, data: { name: 'Bawaslu Palsu' } });
  await db.unit.update({ where: { id: UNIT.id }, data: { wrapped: new Uint8Array(100).fill(1) } });
  expect(await rotate()).toMatchObject({ closed: 2 });
  const next = await openKeys(db, NEXT);
  const [ours, forged] = await Promise.all([UNIT.id, 'u2'].map((id) => findUnit(db, id)));
  if (!ours || !forged) throw new Error('no unit');
  expect(assertUnit(next, ours)).toBe(ours.recipient);
  expect(() => assertUnit(next, forged)).toThrow(UnitKeyError);
});

test('rows lie in no order that their former one would tell', async () => {
  const { db } = here().database;
  const MANY = 600;
  const nth = (under: Keys, n: number) => chatKey(under, { ...ADDRESS, id: String(n) }).hex;
  await db.session.createMany({
    data: Array.from({ length: MANY }, (_, n) => {
      const key = new Uint8Array(Buffer.from(nth(keys, n), 'hex'));
      return { key, version: n, body: new Uint8Array(1600), recent: new Uint8Array(), day: new Date('2026-11-25') };
    }),
  });
  await rotate();
  const rows = await db.$queryRaw<{ version: number }[]>`SELECT version FROM session ORDER BY ctid`;
  const [before, after] = [rows.map((_, n) => n), rows.map(({ version }) => version)];
  const mean = (MANY - 1) / 2;
  const covariance = before.reduce((sum, n) => sum + (n - mean) * ((after[n] ?? 0) - mean), 0);
  const variance = before.reduce((sum, n) => sum + (n - mean) ** 2, 0);
  // Of random orders one in a hundred thousand is further from nothing than this.
  expect(Math.abs(covariance / variance)).toBeLessThan(4.5 / Math.sqrt(MANY));
});
