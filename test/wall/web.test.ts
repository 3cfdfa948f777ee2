/**
 * The wall of the mailbox on the web: somebody opens a report by its code, mistypes it, writes, adds a picture, and withdraws.
 * Nothing that was ever written, in rows, files or the log, shows the code, whole or in halves, or the visitor.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decoded, dump, dumpFolder, keysIn } from '../privacy/dump.ts';
import type { Mark } from '../privacy/marks.ts';
import { search } from '../privacy/search.ts';
import { embeddedDatabase, onPostgres, postgresDatabase } from '../support/database.ts';
import { keys } from '../support/shell.ts';
import { codeOf, Office, SHOWN, traces, upload, Visitor } from '../web/mailbox/support.ts';
import { keepHistory, readHistory, readRows } from './history.ts';
import { picture } from './picture.ts';
import { hourRing, rootRing, together, tryAll } from './thief.ts';

const PEER = '198.51.100.73';
const AGENT = 'Peramban-Zulaikhawati/7.7';
const OWNER = 'Zulaikhawati Tersembunyi';
const FILE_NAME = 'zulaikhawati-di-balai-desa.jpg';
const TOLD = 'Ada lagi yang melihat: pamanXenofontes';
/** A code that nobody was given. */
const WRONG = 'Z9HC-4VNE-2GQT-6XKA';

const folder = mkdtempSync(join(tmpdir(), 'ikrar-web-wall-'));
let office: Office;
let marks: readonly Mark[];
let pieces = 0;
let letters: Awaited<ReturnType<Office['letters']>> = [];

/** Every form of a code, and each half of it. */
const codeMarks = (shown: string): readonly Mark[] =>
  [...traces(codeOf(shown)), shown.slice(0, 9), shown.slice(10)].map((text) => ({ what: 'code', text }));

async function succeeds(answer: Promise<Response>): Promise<string> {
  const response = await answer;
  const page = await response.text();
  expect(response.status, page).toBe(200);
  return page;
}

beforeAll(async () => {
  const database = onPostgres ? await postgresDatabase() : await embeddedDatabase(join(folder, 'pglite'));
  await keepHistory(database.db);
  office = await Office.open(database);
  const headers = { 'user-agent': AGENT, 'x-forwarded-for': PEER, referer: 'https://contoh.test/kantor' };
  const visitor = new Visitor(office.routes(), { peer: PEER, headers });
  const camera = await picture({ owner: OWNER, serial: 'SERIAL-TERSEMBUNYI-7', seconds: 61_234, shade: [7, 7] });
  const file = new File([new Uint8Array(camera.bytes)], FILE_NAME, { type: 'image/jpeg' });

  await office.file();
  // Before it is taken in, and afterwards.
  await succeeds(visitor.opens());
  await succeeds(visitor.post('/status/letter', { code: SHOWN, letter: TOLD, once: 'A'.repeat(22) }));
  expect((await visitor.opens(WRONG)).status).toBe(404);
  await office.sweep();
  await office.answer('Apakah ada saksi lain?');
  expect(await succeeds(visitor.opens())).toContain('Apakah ada saksi lain?');
  await succeeds(visitor.post('/status/evidence', upload([file], { once: 'B'.repeat(22) })));
  await office.sweep();
  pieces = await office.db.evidence.count();
  letters = await office.letters();
  await succeeds(visitor.post('/status/withdrawal', { code: SHOWN, sure: 'yes' }));
  await office.sweep();

  marks = [
    ...codeMarks(SHOWN),
    ...codeMarks(WRONG),
    ...camera.marks,
    ...[PEER, AGENT, OWNER, FILE_NAME, TOLD].map((text) => ({ what: 'visitor', text })),
  ];
});
afterAll(async () => {
  await office.close();
  rmSync(folder, { recursive: true });
});

test('all of it was taken in', async () => {
  expect(letters.map(({ text }) => text)).toContain(TOLD);
  expect([letters.length, pieces, await office.db.evidence.count()]).toEqual([2, 1, 0]);
  expect(await office.db.report.findMany({ select: { status: true } })).toEqual([{ status: 'dicabut' }]);
});

test('no row that was ever written shows the code or the visitor, plainly or by a hash that the database could make', async () => {
  expect(search(await dump(office.db), marks, await keysIn(office.db))).toEqual([]);
});

test('nor, for who has the root and the keys of the hours, in what is sealed under them', async () => {
  const ring = together(rootRing(keys), hourRing(await office.hours(), []));
  const opened = tryAll(ring, [...(await readHistory(office.db)), ...(await readRows(office.db))]);
  expect(opened.map(({ where }) => where)).toContain('intake.body');
  const said = opened.map(({ where, value }) => ({ where, bytes: Buffer.from(JSON.stringify(value)) }));
  expect(search(said, marks)).toEqual([]);
});

test('no line of the log does, and no file', async () => {
  const text = office.logged.join('');
  expect(search([{ where: 'log', bytes: Buffer.concat([Buffer.from(text), ...decoded(text)]) }], marks)).toEqual([]);
  if (!onPostgres) await office.db.$executeRaw`CHECKPOINT`;
  expect(search([...dumpFolder(folder), ...dumpFolder(office.folder)], marks)).toEqual([]);
});
