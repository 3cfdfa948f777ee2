/** A bot with a unit that takes reports, and people on Telegram who report something. */
import { join } from 'node:path';
import sharp from 'sharp';
import { expect } from 'vitest';
import { parseReceiptCode } from '../../src/domain/receipt.ts';
import { type Identity, openWith } from '../../src/secrecy/age.ts';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import { lookupOf } from '../../src/secrecy/receipt-keys.ts';
import type { Db } from '../../src/storage/db.ts';
import { readPiece } from '../../src/storage/evidence.ts';
import { sweepIntake } from '../../src/storage/sweeping.ts';
import { createUnit } from '../../src/storage/units.ts';
import { dump } from '../privacy/dump.ts';
import type { Mark } from '../privacy/marks.ts';
import { search } from '../privacy/search.ts';
import type { Report, Reporter } from '../support/crowd/wire.ts';
import { MARKED_CAMERA, photo } from '../support/reporting.ts';
import { eventually } from './bot.ts';
import { leaks, markedIn } from './leaks.ts';
import { type Rig, rigOf } from './rig.ts';
import { keys, type Store } from './store.ts';

const UNIT = { id: 'u1', name: 'Bawaslu Uji', region: 'Kota Malang', day: '2026-11-17' };
/** Tables of what was reported; the others know chats by keyed hashes. */
const REPORT_SIDE = ['report', 'letter', 'evidence', 'evidence_part', 'intake', 'watch', 'errand', 'sweep', 'unit'];

export interface ReportRig extends Rig {
  /** Opens what was sealed to the unit. */
  readonly identity: Identity;
}

export async function reportRig(
  openStore: () => Promise<Store>,
  reporters: number,
  seed = 1,
  pledgers: readonly string[] = [],
): Promise<ReportRig> {
  const house = await rigOf(openStore, { nips: pledgers, reporters, photo: await photo() }, seed);
  const { paper } = await house.store.look(({ db }) => createUnit(db, keys, UNIT, { workFactor: 2 }));
  return { ...house, identity: paper.identity };
}

const epochsOf = ({ settings }: Store): string => join(settings['DATA_DIR'] ?? '', 'epochs');

/** Takes in what waits, as the sweep does in its time. */
export const sweep = ({ store }: Rig, folder = epochsOf(store)): Promise<unknown> =>
  store.look(({ db }) => {
    const epochs = new EpochKeys(folder, keys);
    const now = Date.now();
    return sweepIntake(db, () => epochs.living(now), now, true);
  });

/** Resolves when everything is carried out that turns have asked for. The bot runs. */
export const errandsDone = ({ store }: Rig): Promise<true> =>
  eventually(
    () => store.look(async ({ db }) => ((await db.errand.count()) === 0 ? true : undefined)),
    'the end of all errands',
  );

/**
 * Everybody was shown one code; by it there is one report, their own, which opens with the unit's key, with the picture they
 * sent, cleaned; and there is no other report and no other piece. What was to be erased is erased, and nothing leads to
 * anybody. The bot has stopped and what waited is taken in.
 */
export async function expectAllFiled({ store, crowd, bots, identity }: ReportRig): Promise<void> {
  const told = await crowd.report();
  expect(told.filed.filter(({ codes }) => codes.length !== 1)).toEqual([]);
  await store.look(async ({ db }) => {
    expect(await db.report.count()).toBe(crowd.reporters.length);
    for (const reporter of crowd.reporters) await expectFiled(db, identity, reporter, told);
    const sent = crowd.reporters.filter((one) => one.photo).length;
    const failed = told.filed.filter(({ piece }) => piece === 'failed').length;
    expect(await db.evidence.count()).toBe(sent - failed);
    expect(await db.evidence.count({ where: { reportId: null } })).toBe(0);
    expect([await db.intake.count(), await db.errand.count(), await db.outbox.count()]).toEqual([0, 0, 0]);
    const places = await dump(db);
    expect(search(places, codeMarks(told))).toEqual([]);
    const isReportSide = (where: string): boolean => REPORT_SIDE.includes(where.split('.')[1] ?? '');
    const marks = [...codeMarks(told), ...traceMarks(told), ...markedIn(crowd)];
    expect(
      search(
        places.filter(({ where }) => isReportSide(where)),
        marks,
      ),
    ).toEqual([]);
  });
  expect(await crowd.bot.waiting()).toEqual([]);
  expect(leaks(bots, crowd, [...codeMarks(told), ...traceMarks(told)])).toEqual([]);
}

/** What the bot was able to erase is gone from every chat; the code stands where it was to stay. */
export async function expectErased({ crowd }: Rig): Promise<void> {
  const { filed } = await crowd.report();
  expect(filed.filter(({ left }) => left.length > 0)).toEqual([]);
  const stay = crowd.reporters.filter(({ keepsCode }) => keepsCode).map(({ chat }) => chat);
  expect(filed.flatMap(({ chat, codeStands }) => (codeStands ? [chat] : []))).toEqual(expect.arrayContaining(stay));
}

async function expectFiled(db: Db, identity: Identity, { chat, account, photo: sent }: Reporter, told: Report) {
  const its = told.filed.find((one) => one.chat === chat);
  const code = parseReceiptCode(its?.codes[0] ?? '');
  if (!its || !code) throw new Error('no code');
  const report = await db.report.findUniqueOrThrow({ where: { lookup: new Uint8Array(lookupOf(code)) } });
  const body = JSON.parse(Buffer.from(await openWith(identity, report.body)).toString());
  // A report that is filed the moment its piece is kept says by itself that it was; a piece that failed is always told of.
  const isKept = sent && its.piece !== 'failed';
  expect(body).toMatchObject({ account, evidence: isKept ? [{ piece: { cleaned: true } }] : [] });
  const pieces = await db.evidence.findMany({ where: { reportId: report.id } });
  expect(pieces.map(({ id }) => ({ id }))).toMatchObject(body.evidence.map(({ id }: { id: string }) => ({ id })));
  for (const { id } of pieces) await expectClean(db, identity, id);
}

async function expectClean(db: Db, identity: Identity, id: string): Promise<void> {
  const parts: Uint8Array[] = [];
  for await (const part of readPiece(db, id)) parts.push(part);
  const picture = Buffer.from(await openWith(identity, Buffer.concat(parts)));
  const { exif, width } = await sharp(picture).metadata();
  expect({ exif, width }).toEqual({ exif: undefined, width: 40 });
  expect(picture.includes(MARKED_CAMERA)).toBe(false);
}

const codeMarks = ({ filed }: Report): readonly Mark[] =>
  filed.flatMap(({ codes }) =>
    codes.flatMap((code): Mark[] => [
      { what: 'code', text: code },
      { what: 'code', text: code.replaceAll('-', '') },
    ]),
  );

const traceMarks = ({ files }: Report): readonly Mark[] => [
  { what: 'EXIF', text: MARKED_CAMERA },
  { what: 'words', text: 'Kejadian bertanda' },
  ...files.map((text): Mark => ({ what: 'file', text })),
];
