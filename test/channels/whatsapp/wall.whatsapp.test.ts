/**
 * The wall of reports, on WhatsApp: the bot as a process, reports in full and in brief, what comes later in their mailboxes, a
 * pledge beside them. Nothing that was ever written, Baileys' own keys included, shows a LID, a number, a push name, the name of
 * a message, where a file was kept or what opened it, or what a picture told of its phone.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EpochKeys } from '../../../src/secrecy/epoch.ts';
import { Keys } from '../../../src/secrecy/keys.ts';
import { trialSecret } from '../../../src/secrecy/root-secret.ts';
import { openDatabase, type PrismaClient } from '../../../src/storage/db.ts';
import { cellOf, decoded, dump, dumpFolder, keysIn } from '../../privacy/dump.ts';
import { type Mark, nipMarks } from '../../privacy/marks.ts';
import { search } from '../../privacy/search.ts';
import { Child } from '../../support/child.ts';
import { keepHistory, readHistory } from '../../wall/history.ts';
import { hourRing, rootRing, together } from '../../wall/thief.ts';
import { Deployment, enrol } from './deployment.ts';
import { answers, inBrief, inFull, pledges, watches, withdraws } from './paths.ts';
import { Witness } from './witness.ts';

const NIP = '198001012005011001';
/** Where nothing of a person may be, nor a hash of it under whatever key. */
const REPORT_SIDE = ['intake', 'report', 'letter', 'evidence', 'evidence_part', 'errand', 'watch', 'sweep', 'unit'];

let at: Deployment;
let output = '';
let marks: Mark[];

/** Opens the folder, or asks the bot that runs in it. */
async function look<T>(does: (db: PrismaClient) => Promise<T>): Promise<T> {
  const { db, close } = await openDatabase({ dataDir: join(at.folder, 'data'), role: 'command' });
  return does(db).finally(close);
}

/** What an operator does with reports. */
async function desk(...args: readonly string[]): Promise<void> {
  const command = new Child('src/cli/report.ts', args, at.environment);
  const { code } = await command.ended;
  expect(code, command.errors).toBe(0);
}

/** The report that has answers to all questions. */
const fullReport = (): Promise<string> =>
  look(async (db) => (await db.report.findFirstOrThrow({ where: { category: 'kampanye' } })).id);

/** Where files were kept, what opened them, and the hashes by which the platform knows them. */
async function fileMarks(): Promise<readonly Mark[]> {
  const files = await at.whatsapp.sentFiles();
  return files.flatMap(({ directPath, keys }) => [
    { what: 'place of a file', text: directPath },
    ...keys.map((text) => ({ what: 'key or hash of a file', text, bytes: Buffer.from(text, 'base64') })),
  ]);
}

beforeAll(async () => {
  at = await Deployment.open();
  await look((db) => keepHistory(db));
  await at.pair();
  const bot = at.start();
  await at.whatsapp.online();
  const [full, brief, servant] = [await come(1), await come(2), await come(3)];
  await enrol(at, [{ nip: NIP, name: 'Seorang Contoh', phone: servant.person.pn }]);
  await inFull(full);
  await inBrief(brief);
  await desk('sweep');
  await watches(full);
  await desk('sweep');
  await desk('ask', await fullReport(), 'Apakah ada saksi lain?');
  await withdraws(brief);
  await pledges(servant, NIP);
  await answers(full);
  await desk('sweep');
  await at.whatsapp.settled();
  await at.stop();
  output = `${bot.lines.join('\n')}\n${bot.errors}`;
  const everybody = [full, brief, servant];
  marks = [...nipMarks(NIP), ...(await fileMarks())];
  for (const who of everybody) marks.push(...(await who.identity()), ...(await who.told()));
}, 300_000);
afterAll(() => at.close());

const come = (n: number): Promise<Witness> => Witness.come(at.whatsapp, n);

test('everything that was to be there was there', async () => {
  await look(async (db) => {
    const tables = new Set((await readHistory(db)).map(({ table }) => table));
    for (const table of ['intake', 'evidence', 'errand', 'watch', 'whatsapp_key', 'whatsapp_inbox', 'whatsapp_copy'])
      expect(tables).toContain(table);
    expect((await db.report.findMany()).map(({ status }) => status).toSorted()).toEqual(['dicabut', 'diterima']);
    const letters = await db.letter.findMany({ orderBy: { author: 'asc' } });
    expect(letters.map(({ author }) => author)).toEqual(['officer', 'reporter', 'reporter']);
    expect([await db.evidence.count(), await db.watch.count(), await db.pledge.count()]).toEqual([2, 0, 1]);
  });
  expect(new Set(marks.map(({ what }) => what))).toEqual(new Set(ALL_KINDS));
});

const ALL_KINDS = [
  'NIP',
  'NIP in groups',
  'masked NIP',
  'place of a file',
  'key or hash of a file',
  'phone',
  'chat',
  'push name',
  'message',
  'serial number',
  'place',
  'words',
  'code',
];

test('no row that was ever written shows anybody, plainly or by a hash that the database itself could make', async () => {
  await look(async (db) => expect(search(await dump(db), marks, await keysIn(db))).toEqual([]));
});

test('no file of the data folder does, and no line of the log', () => {
  const printed = { where: 'log', bytes: Buffer.concat([Buffer.from(output), ...decoded(output)]) };
  expect(search([...dumpFolder(join(at.folder, 'data')), printed], marks)).toEqual([]);
});

test('on the report side there is no hash of anybody, also for who has the root and the keys of the hours', async () => {
  const keys = new Keys(trialSecret(join(at.folder, 'data')));
  const hours = await new EpochKeys(join(at.folder, 'data', 'epochs'), keys).living(Date.now());
  const held = [...together(rootRing(keys), hourRing(hours, []))].map(([what, { key }]) => ({
    what,
    bytes: key.export(),
  }));
  await look(async (db) => {
    const placesOf = (tables: readonly string[], rows: Awaited<ReturnType<typeof readHistory>>) =>
      rows
        .filter(({ table }) => tables.includes(table))
        .map(({ table, row }) => ({ where: table, bytes: cellOf('jsonb', JSON.stringify(row)) }));
    const written = await readHistory(db);
    expect(search(placesOf(REPORT_SIDE, written), marks, held)).toEqual([]);
    // The chats' own side is keyed by such hashes: so they would be found.
    const shapes = search(placesOf(['session'], written), marks, held).map(({ shape }) => shape);
    expect(shapes).toContain('HMAC under session.index');
  });
});
