/** A bot with a unit that takes reports, and people on Telegram who report something. */
import { join } from 'node:path';
import { expect } from 'vitest';
import { secureRandom } from '../../src/conversation/world.ts';
import { parseReceiptCode, showReceiptCode } from '../../src/domain/receipt.ts';
import { type Identity, openWith } from '../../src/secrecy/age.ts';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import { lookupOf } from '../../src/secrecy/receipt-keys.ts';
import type { Db } from '../../src/storage/db.ts';
import { sweepIntake } from '../../src/storage/sweeping.ts';
import { createUnit } from '../../src/storage/units.ts';
import { dump } from '../privacy/dump.ts';
import type { Mark } from '../privacy/marks.ts';
import { search } from '../privacy/search.ts';
import { Child } from '../support/child.ts';
import type { Reader, Report, Reporter } from '../support/crowd/wire.ts';
import type { Draw } from '../support/random.ts';
import { MARKED_CAMERA, photo } from '../support/reporting.ts';
import { UNSET } from './bot.ts';
import { leaks, markedIn } from './leaks.ts';
import { expectClean, expectRead, filedBefore } from './readers.ts';
import { type Rig, rigOf } from './rig.ts';
import { keys, nips, type Store } from './store.ts';

const UNIT = { id: 'u1', name: 'Bawaslu Uji', region: 'Kota Malang', day: '2026-11-17' };
/** Tables of what was reported; the others know chats by keyed hashes. */
const REPORT_SIDE = ['report', 'letter', 'evidence', 'evidence_part', 'intake', 'watch', 'errand', 'sweep', 'unit'];

export interface ReportRig extends Rig {
  /** Opens what was sealed to the unit. */
  readonly identity: Identity;
}

/**
 * @param returning how many come back with the code of a report that was filed before, and find a letter
 * @param pledging how many make their pledges beside them
 */
export async function reportRig(
  openStore: () => Promise<Store>,
  reporters: number,
  seed = 1,
  returning = 0,
  pledging = 0,
): Promise<ReportRig> {
  const codes = Array.from({ length: returning }, () => secureRandom.receipt());
  const people = { nips: nips(pledging), reporters, photo: await photo(), codes: codes.map(showReceiptCode) };
  const house = await rigOf(openStore, people, seed);
  const { paper } = await house.store.look(({ db }) => createUnit(db, keys, UNIT, { workFactor: 2 }));
  if (returning > 0) await house.store.look(({ db }) => filedBefore(db, codes));
  return { ...house, identity: paper.identity };
}

const epochsOf = ({ settings }: Store): string => join(settings['DATA_DIR'] ?? '', 'epochs');

/** Takes in what waits, as the sweep does in its time. */
export const sweep = ({ store }: Rig, folder = epochsOf(store)): Promise<unknown> =>
  store.look(({ db }) => {
    const epochs = new EpochKeys(folder, keys);
    const now = Date.now();
    return sweepIntake(db, keys, () => epochs.kept(now), now, true);
  });

/**
 * The same by the operator's command, killed at some moment; by then it may have ended.
 *
 * @param usualMs how long a command takes, most of it to begin
 */
export async function killedSweep({ store }: Rig, draw: Draw, usualMs: number): Promise<void> {
  const child = new Child('src/cli/report.ts', ['sweep'], { ...UNSET, ...store.settings });
  const moment = usualMs / 2 + draw(usualMs);
  await Promise.race([child.ended, new Promise((resolve) => setTimeout(resolve, moment))]);
  child.process.kill('SIGKILL');
  const { code, signal } = await child.ended;
  expect(signal === 'SIGKILL' || code === 0, child.errors).toBe(true);
}

/** How many pieces could not be kept. A kill explains none: whoever is killed while fetching one fetches it again. */
export interface Failures {
  readonly failed: number;
}

/**
 * Everybody was shown one code; by it there is one report, their own, which opens with the unit's key, with the picture they
 * sent, cleaned; and there is no other report and no other piece. What was to be erased is erased, and nothing leads to
 * anybody. The bot has stopped and what waited is taken in.
 */
export async function expectAllFiled(
  { store, crowd, bots, identity }: ReportRig,
  { failed: explained }: Failures = { failed: 0 },
): Promise<void> {
  const told = await crowd.report();
  const codes = codeMarks(told, crowd.readers);
  expect(told.filed.filter((one) => one.codes.length !== 1)).toEqual([]);
  await store.look(async ({ db }) => {
    expect(await db.report.count()).toBe(crowd.reporters.length + crowd.readers.length);
    for (const reporter of crowd.reporters) await expectFiled(db, identity, reporter, told);
    for (const reader of crowd.readers) await expectRead(db, identity, reader, told);
    const kept = crowd.readers.filter(({ withdraws }) => !withdraws);
    const sent = crowd.reporters.filter((one) => one.photo).length + kept.length;
    const failures = [...told.filed, ...told.read].filter(({ piece }) => piece === 'failed');
    expect(failures.length).toBe(explained);
    expect(await db.evidence.count()).toBe(sent - explained);
    expect(await db.watch.count()).toBe(0);
    expect(await db.evidence.count({ where: { reportId: null } })).toBe(0);
    expect([await db.intake.count(), await db.errand.count(), await db.outbox.count()]).toEqual([0, 0, 0]);
    const places = await dump(db);
    expect(search(places, codes)).toEqual([]);
    const isReportSide = (where: string): boolean => REPORT_SIDE.includes(where.split('.')[1] ?? '');
    const marks = [...codes, ...traceMarks(told), ...markedIn(crowd)];
    expect(
      search(
        places.filter(({ where }) => isReportSide(where)),
        marks,
      ),
    ).toEqual([]);
  });
  expect(await crowd.bot.waiting()).toEqual([]);
  expect(leaks(bots, crowd, [...codes, ...traceMarks(told)])).toEqual([]);
}

/** What the bot was able to erase is gone from every chat; the code stands where it was to stay. */
export async function expectErased({ crowd }: Rig): Promise<void> {
  const { filed } = await crowd.report();
  expect(filed.filter(({ left }) => left.length > 0)).toEqual([]);
  const stay = crowd.reporters.filter(({ keepsCode }) => keepsCode).map(({ chat }) => chat);
  expect(filed.flatMap(({ chat, codeStands }) => (codeStands ? [chat] : []))).toEqual(expect.arrayContaining(stay));
}

async function expectFiled(db: Db, identity: Identity, { chat, account, full, photo: sent }: Reporter, told: Report) {
  const its = told.filed.find((one) => one.chat === chat);
  const code = parseReceiptCode(its?.codes[0] ?? '');
  if (!its || !code) throw new Error('no code');
  const report = await db.report.findUniqueOrThrow({ where: { lookup: new Uint8Array(lookupOf(code)) } });
  const body = JSON.parse(Buffer.from(await openWith(identity, report.body)).toString());
  // A report that is filed the moment its piece is kept says by itself that it was; a piece that failed is always told of.
  const isKept = sent && its.piece !== 'failed';
  expect(body).toMatchObject({ account, brief: !full, evidence: isKept ? [{ piece: { cleaned: true } }] : [] });
  const pieces = await db.evidence.findMany({ where: { reportId: report.id } });
  expect(pieces.map(({ id }) => ({ id }))).toMatchObject(body.evidence.map(({ id }: { id: string }) => ({ id })));
  for (const { id } of pieces) await expectClean(db, identity, id);
}

/** The codes that were shown, and those that were typed. */
const codeMarks = ({ filed }: Report, readers: readonly Reader[]): readonly Mark[] =>
  [...filed.flatMap(({ codes }) => codes), ...readers.map(({ code }) => code)].flatMap((code): Mark[] => [
    { what: 'code', text: code },
    { what: 'code', text: code.replaceAll('-', '') },
  ]);

const traceMarks = ({ files }: Report): readonly Mark[] => [
  { what: 'EXIF', text: MARKED_CAMERA },
  { what: 'words', text: 'Kejadian bertanda' },
  { what: 'words', text: 'Jawaban bertanda' },
  ...files.map((text): Mark => ({ what: 'file', text })),
];
