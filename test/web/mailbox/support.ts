/** The mailbox on the web over a real database, with a unit whose key is at hand and a report whose code is known. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { itemOf, type Told } from '../../../src/conversation/desk-effects.ts';
import { type Letterbox, openLetterbox } from '../../../src/conversation/letterbox.ts';
import { parseReceiptCode, type ReceiptCode, showReceiptCode } from '../../../src/domain/receipt.ts';
import type { SealedNote } from '../../../src/domain/report-body.ts';
import { createExaminer, type Examiner } from '../../../src/evidence/examiner.ts';
import { createLog } from '../../../src/log.ts';
import { type Identity, openWith, sealTo } from '../../../src/secrecy/age.ts';
import { type EpochKey, EpochKeys } from '../../../src/secrecy/epoch.ts';
import { lookupOf, reporterRecipient } from '../../../src/secrecy/receipt-keys.ts';
import type { PrismaClient } from '../../../src/storage/db.ts';
import { readPiece } from '../../../src/storage/evidence.ts';
import { insertIntake } from '../../../src/storage/intake.ts';
import { sweepIntake } from '../../../src/storage/sweeping.ts';
import { createUnit } from '../../../src/storage/units.ts';
import { mailboxRoutes } from '../../../src/web/mailbox/routes.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { i18n, keys } from '../../support/shell.ts';
import { day, NOON } from '../../support/world.ts';

const UNIT = 'u-contoh';
export const SHOWN = '2B5D-8FGH-JK3M-NP6Q';
export const CODE = codeOf(SHOWN);

export function codeOf(text: string): ReceiptCode {
  const code = parseReceiptCode(text);
  if (!code) throw new Error('no code');
  return code;
}

/** What a letter of the reporter says, as its reader opens it. */
export interface OpenedLetter {
  readonly version: number;
  readonly text: string;
  readonly evidence: readonly SealedNote[];
}

export class Office {
  readonly db: PrismaClient;
  readonly letterbox: Letterbox;
  readonly examiner: Examiner;
  /** Lines of the log. */
  readonly logged: string[] = [];
  now = NOON;
  private readonly database: TestDatabase;
  private readonly epochs: EpochKeys;
  private readonly identity: Identity;
  /** Where the keys of the hours are. */
  readonly folder: string;

  private constructor(database: TestDatabase, identity: Identity, folder: string) {
    this.database = database;
    this.db = database.db;
    this.identity = identity;
    this.folder = folder;
    this.epochs = new EpochKeys(folder, keys);
    this.examiner = createExaminer({ log: createLog('silent') });
    this.letterbox = openLetterbox({
      db: this.db,
      keys,
      examiner: this.examiner,
      now: () => this.now,
      epoch: () => this.epochs.current(this.now),
      kept: () => this.epochs.kept(this.now),
    });
  }

  static async open(given?: TestDatabase): Promise<Office> {
    const database = given ?? (await testDatabase());
    const unit = { id: UNIT, name: 'Bawaslu Contoh', region: 'Kota Malang', day: '2026-11-01' };
    const { paper } = await createUnit(database.db, keys, unit, { workFactor: 4 });
    return new Office(database, paper.identity, mkdtempSync(join(tmpdir(), 'ikrar-mailbox-')));
  }

  async close(): Promise<void> {
    await this.examiner.close();
    await this.database.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The routes, as `main.ts` makes them, with brakes of their own. */
  routes({
    publicUrl = 'http://localhost:3000',
    letterbox = this.letterbox,
    proxies = ['127.0.0.1'],
  }: {
    publicUrl?: string;
    letterbox?: Letterbox;
    proxies?: readonly string[];
  } = {}): ReturnType<typeof mailboxRoutes> {
    const log = createLog('trace', { write: (line) => void this.logged.push(line) });
    return mailboxRoutes({ letterbox, i18n, log, zone: 'Asia/Jakarta', publicUrl, proxies, now: () => this.now });
  }

  /** Files a report, as a turn would. It waits in the intake. */
  async file(code: ReceiptCode = CODE): Promise<void> {
    const told: Told = {
      type: 'report_filed',
      code,
      unit: UNIT,
      lane: 'normal',
      at: this.now,
      until: day('2026-11-20'),
      body: { version: 1, brief: true, category: 'lain', kind: 'unknown', role: 'unknown', account: 'Rekaan saja.' },
      evidence: [],
    };
    const epoch = await this.epochs.current(this.now);
    const means = { db: this.db, keys, epoch, kept: () => this.epochs.kept(this.now) };
    await insertIntake(this.db, epoch, await itemOf(means, told), `report ${code}`);
  }

  /** The keys of the hours that live. */
  hours(): Promise<readonly EpochKey[]> {
    return this.epochs.living(this.now);
  }

  async sweep(): Promise<void> {
    await sweepIntake(this.db, keys, () => this.epochs.kept(this.now), this.now, true);
  }

  /** An officer answers. */
  async answer(words: string, code: ReceiptCode = CODE, id = `l-${Math.random()}`): Promise<void> {
    const report = await this.db.report.findUniqueOrThrow({ where: { lookup: new Uint8Array(lookupOf(code)) } });
    const body = new Uint8Array(await sealTo(await reporterRecipient(code), Buffer.from(words)));
    const writtenAt = new Date('2026-11-16T03:00:00Z');
    await this.db.letter.create({ data: { id, reportId: report.id, author: 'officer', writtenAt, body } });
    await this.db.report.update({ where: { id: report.id }, data: { status: 'triase' } });
  }

  /** What the unit reads of the reporter, once swept. */
  async letters(): Promise<readonly OpenedLetter[]> {
    const rows = await this.db.letter.findMany({ where: { author: 'reporter' } });
    return Promise.all(rows.map(async ({ body }): Promise<OpenedLetter> => JSON.parse(await this.opened(body))));
  }

  /** A piece of evidence, as the unit opens it. */
  async piece(id: string): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of readPiece(this.db, id)) parts.push(part);
    return Buffer.from(await openWith(this.identity, Buffer.concat(parts)));
  }

  private async opened(sealed: Uint8Array): Promise<string> {
    return Buffer.from(await openWith(this.identity, sealed)).toString('utf8');
  }

  async clear(): Promise<void> {
    this.now = NOON;
    this.logged.length = 0;
    await this.db.$transaction([
      this.db.intake.deleteMany(),
      this.db.evidence.deleteMany(),
      this.db.letter.deleteMany(),
      this.db.report.deleteMany(),
    ]);
  }
}

/** A visitor's browser, on a page of ours. */
export class Visitor {
  private readonly app: ReturnType<typeof mailboxRoutes>;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly peer: string;

  constructor(
    app: ReturnType<typeof mailboxRoutes>,
    { peer = '203.0.113.7', headers = {} }: { peer?: string; headers?: Record<string, string> } = {},
  ) {
    this.app = app;
    this.peer = peer;
    this.headers = { host: 'localhost:3000', 'sec-fetch-site': 'same-origin', origin: 'null', ...headers };
  }

  async get(path = '/status'): Promise<Response> {
    return this.app.request(path, { headers: this.headers });
  }

  async post(path: string, body: string | FormData | Record<string, string>, more = {}): Promise<Response> {
    const written = typeof body === 'string' || body instanceof FormData ? body : new URLSearchParams(body);
    const type = typeof body === 'string' ? { 'content-type': 'application/x-www-form-urlencoded' } : {};
    const headers = { ...this.headers, ...type, ...more };
    const init = { method: 'POST', headers, body: written };
    return this.app.request(path, init, { incoming: { socket: { remoteAddress: this.peer } } });
  }

  opens(code: string = SHOWN): Promise<Response> {
    return this.post('/status', { code });
  }

  /** The value of a hidden field of a page. */
  static hidden(page: string, form: string, name: string): string {
    const found = new RegExp(`action="${form}[\\s\\S]*?name="${name}" value="([^"]*)"`).exec(page)?.[1];
    if (found === undefined) throw new Error(`no ${name} in ${form}`);
    return found;
  }
}

/** Files, behind the fields, as our form has them. */
export function upload(files: readonly File[], fields: Readonly<Record<string, string>> = {}): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ code: SHOWN, ...fields })) form.append(name, value);
  for (const file of files) form.append('files', file);
  return form;
}

/** The code in every way it could be written down. */
export const traces = (code: ReceiptCode = CODE): readonly string[] => [
  code,
  showReceiptCode(code),
  code.toLowerCase(),
  showReceiptCode(code).toLowerCase(),
];
