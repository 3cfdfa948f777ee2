/**
 * The wall of reports, on WhatsApp: the bot as a process, a report with a photo and a look into its mailbox, a pledge beside it.
 * Nothing that was ever written, Baileys' own keys included, shows a LID, a number, a push name or the name of a message.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EpochKeys } from '../../../src/secrecy/epoch.ts';
import { Keys } from '../../../src/secrecy/keys.ts';
import { trialSecret } from '../../../src/secrecy/root-secret.ts';
import { openDatabase, type PrismaClient } from '../../../src/storage/db.ts';
import { cellOf, decoded, dump, dumpFolder, keysIn } from '../../privacy/dump.ts';
import { type Mark, nipMarks, phoneMarks } from '../../privacy/marks.ts';
import { search } from '../../privacy/search.ts';
import { photo } from '../../support/reporting.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import { keepHistory, readHistory } from '../../wall/history.ts';
import { hourRing, rootRing, together } from '../../wall/thief.ts';
import { Deployment, enrol } from './deployment.ts';

const NAME = 'Zulaikhawati Tersembunyi';
const NIP = '198001012005011001';
const TOLD = 'Camat Xenofontes membagi kaus di balai desa.';
/** Where nothing of a person may be, nor a hash of it under whatever key. */
const REPORT_SIDE = ['intake', 'report', 'letter', 'evidence', 'evidence_part', 'errand', 'watch', 'sweep', 'unit'];

let at: Deployment;
let output = '';
let marks: Mark[];

/** Opens the folder while the bot does not run. */
async function look<T>(does: (db: PrismaClient) => Promise<T>): Promise<T> {
  const { db, close } = await openDatabase({ dataDir: join(at.folder, 'data'), role: 'command' });
  return does(db).finally(close);
}

/** Says one thing after another, each once the last was answered. @returns the last answers */
async function says(person: WhatsAppPerson, ...all: readonly string[]): Promise<string> {
  let last = '';
  for (const one of all) {
    const before = await person.receives();
    sent.push(await person.says(one));
    last = (await person.next(before.length + 1)).at(-1)?.text ?? '';
  }
  return last;
}
const sent: string[] = [];

async function reports(person: WhatsAppPerson): Promise<string> {
  await says(person, 'lapor', 'singkat', TOLD, 'Klojen');
  const before = (await person.receives()).length;
  sent.push(await person.sendsMedia('image', await photo()));
  // One message that it came, one that it is safe.
  await person.next(before + 2);
  await says(person, 'selesai', 'kirim');
  const shown = (await person.receives()).map(({ text = '' }) => /\w{4}(-\w{4}){3}/.exec(text)?.[0]);
  const code = shown.findLast((one) => one !== undefined) ?? '';
  await says(person, code.slice(-4), `status ${code}`, 'tutup');
  return code;
}

const identity = async (person: WhatsAppPerson): Promise<readonly Mark[]> => [
  ...phoneMarks(`+${person.pn}`),
  ...[person.lid, person.jid, `whatsapp:${person.jid}`].map((text) => ({ what: 'LID', text })),
  { what: 'push name', text: NAME },
  ...[...sent, ...(await person.receives()).map(({ id }) => id)].map((text) => ({ what: 'message', text })),
];

beforeAll(async () => {
  at = await Deployment.open();
  await look((db) => keepHistory(db));
  await at.pair();
  const bot = at.start();
  await at.whatsapp.online();
  const reporter = await at.whatsapp.contact({ name: NAME });
  const servant = await at.whatsapp.contact({ name: NAME });
  const code = await reports(reporter);
  await enrol(at, [{ nip: NIP, name: NAME, phone: servant.pn }]);
  await says(servant, 'ikrar', NIP, ...Array.from({ length: 6 }, () => '1'));
  await at.whatsapp.settled();
  await at.stop();
  output = `${bot.lines.join('\n')}\n${bot.errors}`;
  marks = [
    ...(await identity(reporter)),
    ...(await identity(servant)),
    ...nipMarks(NIP),
    { what: 'words', text: TOLD },
    { what: 'code', text: code },
  ];
});
afterAll(() => at.close());

test('everything that was to be there was there', async () => {
  await look(async (db) => {
    const tables = new Set((await readHistory(db)).map(({ table }) => table));
    for (const table of ['intake', 'evidence', 'pledge', 'whatsapp_key', 'whatsapp_inbox', 'whatsapp_copy'])
      expect(tables).toContain(table);
    expect(await db.pledge.count()).toBe(1);
  });
});

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
  const held = [...together(rootRing(keys), hourRing(hours, []))].map(([what, key]) => ({ what, bytes: key.export() }));
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
