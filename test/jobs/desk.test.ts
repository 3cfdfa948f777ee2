/**
 * Hours of the jobs as the service runs them. What waits is taken in not before a quarter of an hour, by three quarters at the
 * latest, and never regularly; WhatsApp's copies are gone when an hour is over.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertIntake } from '../../src/storage/intake.ts';
import { acquireLease } from '../../src/storage/lease.ts';
import { createUnit } from '../../src/storage/units.ts';
import { WHATSAPP_LEASE } from '../../src/storage/whatsapp-owner.ts';
import { writeWhatsApp } from '../../src/storage/whatsapp-writing.ts';
import { KEYS } from '../support/roster-rows.ts';
import { type Minutes, openMinutes } from './minutes.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const UNIT = { id: 'u1', name: 'Bawaslu Contoh', region: 'Kota Malang', day: '2026-11-17' };
const US = 'us';
const WATCHED = 6 * 60;
/** The pauses of the sweep, in minutes; the job looks every minute whether it is time. */
const PAUSE = { least: 15, most: 45 + 1 } as const;
/** So that copies are made at every minute of a slot. */
const COPY_EVERY = 7;

/** What the sweeps took and left, and minutes after the beginning. */
const sweeps: { readonly at: number; readonly took: number; readonly left: number }[] = [];
/** How old the copies were when they were found to be gone, ms. */
const ages: number[] = [];

let minutes: Minutes;

async function tell(): Promise<void> {
  const now = Date.now();
  const item = {
    kind: 'report' as const,
    lookup: randomBytes(16).toString('hex'),
    unit: UNIT.id,
    reporter: 'age1contoh',
    category: 'lain',
    area: 'Klojen',
    role: 'unknown',
    lane: 'normal' as const,
    at: now - (now % HOUR),
    body: '',
    pieces: [],
  };
  await insertIntake(minutes.database.db, await minutes.epochs.current(now), item, item.lookup);
}

async function copy(id: string): Promise<void> {
  const at = Date.now();
  const copies = [{ id, bytes: Buffer.from('Kode laporan Anda'), at }];
  await writeWhatsApp(minutes.database.db, KEYS, await minutes.epochs.current(at), US, { copies });
}

const copyNames = async (): Promise<ReadonlySet<string>> => {
  const rows = await minutes.database.db.whatsappCopy.findMany({ select: { name: true } });
  return new Set(rows.map(({ name }) => Buffer.from(name).toString('hex')));
};

beforeAll(async () => {
  minutes = await openMinutes();
  const { db } = minutes.database;
  await createUnit(db, KEYS, UNIT, { workFactor: 2 });
  await acquireLease(db, { name: WHATSAPP_LEASE, holder: US }, 24 * HOUR);
  const since = new Map<string, number>();
  let taken = 0;
  for (let at = 0; at < WATCHED; at += 1) {
    await tell();
    if (at % COPY_EVERY === 0) {
      await copy(String(at));
      for (const name of await copyNames()) if (!since.has(name)) since.set(name, Date.now());
    }
    await minutes.pass();
    const reports = await db.report.count();
    if (reports > taken) sweeps.push({ at: at + 1, took: reports - taken, left: await db.intake.count() });
    taken = reports;
    const there = await copyNames();
    for (const [name, made] of since) {
      if (there.has(name)) continue;
      ages.push(Date.now() - made);
      since.delete(name);
    }
  }
}, 120_000);
afterAll(() => minutes.close());

/** Minutes from each sweep to the next, and from the beginning to the first. */
const pauses = (): readonly number[] => sweeps.map(({ at }, n) => at - (sweeps[n - 1]?.at ?? 0));

test('nothing moves before a quarter of an hour since the last time, or since the very beginning', () => {
  expect(Math.min(...pauses())).toBeGreaterThanOrEqual(PAUSE.least);
});

test('everything has moved by three quarters of an hour, all of it at once', () => {
  expect(Math.max(...pauses(), WATCHED - (sweeps.at(-1)?.at ?? 0))).toBeLessThanOrEqual(PAUSE.most);
  expect(sweeps.filter(({ left }) => left > 0)).toEqual([]);
  expect(sweeps.map(({ took }) => took)).toEqual(pauses());
});

test('the pauses follow no rule', () => {
  // That seven of them, drawn out of thirty minutes, are but two different ones happens twice in a million times.
  expect(pauses().length).toBeGreaterThanOrEqual(7);
  expect(new Set(pauses()).size).toBeGreaterThan(2);
});

test('a copy of what was sent over WhatsApp is there for most of an hour, and gone when that is over', () => {
  expect(ages.length).toBeGreaterThan((WATCHED - 60) / COPY_EVERY - 1);
  expect(Math.min(...ages)).toBeGreaterThanOrEqual(50 * MINUTE);
  expect(Math.max(...ages)).toBeLessThan(HOUR);
});
