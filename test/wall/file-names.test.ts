/**
 * What a file is called says more of its sender than they know, and what it claims to be is believed by nobody. Documents come
 * over Telegram under such names into a report; nothing of it is there afterwards, nor in what an officer is given.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Exhibits } from '../../src/cli/report/exhibits.ts';
import { openBody } from '../../src/cli/report/opened.ts';
import { NewFolder } from '../../src/cli/shared/folder.ts';
import { LARGEST_PIECE } from '../../src/domain/evidence.ts';
import type { Media } from '../../src/engine/types.ts';
import { createLog } from '../../src/log.ts';
import { findSealed } from '../../src/storage/reports.ts';
import { byPolling, type Rig } from '../channels/telegram/open.ts';
import { dump } from '../privacy/dump.ts';
import type { Mark } from '../privacy/marks.ts';
import { search } from '../privacy/search.ts';
import { type BotApiProcess, startBotApi } from '../support/bot-api/client.ts';
import { Inbox } from '../support/contract.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { Reporting } from '../support/reporting.ts';
import { Postbox } from '../support/shell.ts';
import { keepHistory } from './history.ts';

const RIGHT_TO_LEFT = '\u202e';
const ZIP = Buffer.concat([Buffer.from('504b0506', 'hex'), Buffer.alloc(18)]);
const JPEG = { type: 'image/jpeg' } as const;
const SENT = [
  { bytes: ZIP, name: 'NamaBerkas7731.jpg', ...JPEG },
  { bytes: ZIP, name: '../../../../tmp/NamaBerkas7732.jpg', ...JPEG },
  { bytes: ZIP, name: '..\\..\\NamaBerkas7733\0.jpg', ...JPEG },
  { bytes: ZIP, name: `${RIGHT_TO_LEFT}gpj.NamaBerkas7734\u2066\u200f.exe`, ...JPEG },
  { bytes: Buffer.from('<svg onload="alert(1)"/>'), name: 'NamaBerkas7735.png', type: 'image/NamaBerkas7736' },
] as const;
const MARKS: readonly Mark[] = [
  ...Array.from({ length: 6 }, (_, n) => `NamaBerkas773${n + 1}`),
  ...SENT.map(({ name }) => name),
].map((text) => ({ what: 'file name', text }));

/** Fetches from the platform itself. */
class FetchingBox extends Postbox {
  private readonly rig: Rig;
  constructor(rig: Rig) {
    super();
    this.rig = rig;
  }
  override fetch(media: Media): Promise<Uint8Array> {
    return this.rig.channel.fetch(media, LARGEST_PIECE, new AbortController().signal);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'ikrar-names-'));
const lines: string[] = [];
let api: BotApiProcess;
let rig: Rig;
let database: TestDatabase;
let desk: Reporting;
let told: string;

beforeAll(async () => {
  api = await startBotApi();
  rig = await byPolling(api);
  const inbox = new Inbox();
  await rig.channel.start(inbox.receive);
  database = await testDatabase();
  await keepHistory(database.db);
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  desk = await Reporting.open(database, { box: new FetchingBox(rig), log });
  const person = await rig.bot.person();
  const chat = person.address.id;
  await desk.says(chat, '/lapor');
  await desk.taps(chat, 'brief');
  await desk.says(chat, 'Camat membagi kaus di balai desa.', 'Klojen');
  for (const { bytes, ...named } of SENT) {
    await person.attaches('document', bytes, { named });
    const arrival = await inbox.next();
    // The words of this conversation come by the postbox, which counts its messages as the platform does.
    await desk.house.turns.receive({ ...arrival, messageId: `file ${arrival.messageId}` });
    await desk.work();
  }
  await desk.taps(chat, 'done', 'file', 'skip', 'none');
  await desk.sweep();
  told = desk.told(chat);
});
afterAll(async () => {
  await rig.channel.stop();
  await api.stop();
  await desk.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

async function exported(): Promise<{ readonly json: string; readonly types: readonly string[] }> {
  const { db } = database;
  const { id } = await db.report.findFirstOrThrow({ select: { id: true } });
  const report = await findSealed(db, id);
  expect.assert(report);
  const { json, told: body } = await openBody(desk.identity, report.body);
  const notes = body?.evidence ?? [];
  await new Exhibits(db, desk.identity, await NewFolder.make(join(folder, 'out')), report.pieces).named(notes);
  return { json, types: notes.flatMap((note) => ('piece' in note ? note.piece.type : [])) };
}

test('a document is what is in it, whatever its name and its sender say', async () => {
  const { json, types } = await exported();
  expect(types).toEqual([...Array.from({ length: 4 }, () => 'application/zip'), 'application/octet-stream']);
  expect(readdirSync(folder)).toEqual(['out']);
  const files = readdirSync(join(folder, 'out')).toSorted();
  expect(files).toEqual(['bukti-01.zip', 'bukti-02.zip', 'bukti-03.zip', 'bukti-04.zip', 'bukti-05.bin']);
  expect(files.map((name) => readFileSync(join(folder, 'out', name)))).toEqual(SENT.map(({ bytes }) => bytes));
  expect(search([{ where: 'what officers read', bytes: Buffer.from(json) }], MARKS)).toEqual([]);
});

test('no row that was ever written has a name, nor a log, nor an answer', async () => {
  const names = Buffer.from(SENT.map(({ name }) => name).join(' '));
  expect(new Set(search([{ where: 'what was sent', bytes: names }], MARKS).map(({ text }) => text)).size).toBe(10);
  expect(search(await dump(database.db), MARKS)).toEqual([]);
  const logged = Buffer.from([...lines, rig.logged()].join(''));
  expect(search([{ where: 'log', bytes: logged }], MARKS)).toEqual([]);
  expect(search([{ where: 'chat', bytes: Buffer.from(told) }], MARKS)).toEqual([]);
  expect(told).not.toContain(RIGHT_TO_LEFT);
});
