/**
 * The wall of reports around a whole bot: one process on Telegram, on WhatsApp and on both phones of the simulator, and on each of
 * them somebody on every path, and a pledge among them. Nothing that was ever written, Baileys' own keys included, nor what it
 * says while it runs, shows a chat, a number, a name, the name of a message or of a file, what opened it, or what a picture told
 * of its phone.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { EpochKeys } from '../../../src/secrecy/epoch.ts';
import { Keys } from '../../../src/secrecy/keys.ts';
import { trialSecret } from '../../../src/secrecy/root-secret.ts';
import { openDatabase, type PrismaClient } from '../../../src/storage/db.ts';
import { cellOf, decoded, dump, dumpFolder, keysIn } from '../../privacy/dump.ts';
import { type Mark, nipMarks } from '../../privacy/marks.ts';
import { search } from '../../privacy/search.ts';
import { type BotApiProcess, type BotHandle, startBotApi } from '../../support/bot-api/client.ts';
import { Child } from '../../support/child.ts';
import { keepHistory, readHistory } from '../../wall/history.ts';
import { acts } from '../../wall/paths.ts';
import { guessedHours, hourRing, rootRing, together, tryAll } from '../../wall/thief.ts';
import { Deployment, enrol } from '../whatsapp/deployment.ts';
import { FOUND, KEYED, shapeOf } from './keyed.ts';
import { PATHS, type Path, pledging } from './paths.ts';
import type { Phone } from './phone.ts';
import { Simulator } from './simulator.ts';
import { TelegramPhone } from './telegram-phone.ts';
import { WhatsAppPhone } from './whatsapp-phone.ts';
import { Witness } from './witness.ts';

const NIPS = ['198001012005011001', '198001012005011002'] as const;
/** A message of this number would be recognised. */
const FIRST_MESSAGE = 771_204_001;
/** The bot logs it when a message is taken by nobody. */
const REFUSED = 'the platform will not take a reply';
/** Where nothing of a person may be, nor a hash of it under whatever key. */
const REPORT_SIDE = ['intake', 'report', 'letter', 'evidence', 'evidence_part', 'errand', 'watch', 'sweep', 'unit'];

let at: Deployment;
let telegram: BotApiProcess;
let bot: BotHandle;
let simulator: Simulator;
let output = '';
/** To whom Telegram does not let the bot write. */
let refused: TelegramPhone;
let everybody: readonly Witness[];
let marks: readonly Mark[];

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

/** A witness for every path, on a phone of their own. */
async function cast(phone: (name: string, n: number) => Promise<Phone>, nip: string, from: number) {
  return Promise.all(
    [...PATHS, pledging(nip)].map(async (path, at): Promise<readonly [Path, Witness]> => {
      const n = from + at;
      const name = `Zulaikhawati ${n} Tersembunyi`;
      return [path, new Witness(await phone(name, n), name, n)];
    }),
  );
}

/** What was filed on one channel is opened on the other, where the code is all that is known of whoever filed it. */
async function opensElsewhere(filed: Witness | undefined, who: Witness | undefined): Promise<void> {
  if (!filed || !who) throw new Error('nobody is there');
  await who.says(`status ${filed.code}`, 'mailbox.choice_ask');
  await who.chooses('mailbox.choice_close', 'mailbox.closed');
}

/** Officers ask who answered all questions. */
async function ask(): Promise<void> {
  const full = await look((db) => db.report.findMany({ where: { category: 'kampanye' }, select: { id: true } }));
  for (const { id } of full) await desk('ask', id, 'Apakah ada saksi lain?');
}

/** Telegram refuses a message, and quotes whom it was for: that is logged. */
async function offends(): Promise<void> {
  const description = `Bad Request: ${refused.chat} ${refused.number} cannot be written to`;
  const fault = { how: 'error', code: 400, description } as const;
  await bot.fault({ fault, methods: ['sendMessage'], chat: refused.chat, times: 1 });
  await refused.says('/mulai');
  await vi.waitFor(() => expect(at.bot?.errors).toContain(REFUSED), 30_000);
}

/** Who they are, and what they told; of their messages one in so many: each is treated like the others. */
async function marksOf(people: readonly Witness[], inSoMany: number): Promise<readonly Mark[]> {
  const all = await Promise.all(people.map(async (who) => [...(await who.identity()), ...who.told()]));
  return all.flat().filter(({ what }, n) => !what.startsWith('message') || n % inSoMany === 0);
}

/** What is nobody's own. */
async function otherMarks(): Promise<readonly Mark[]> {
  const files = await at.whatsapp.sentFiles();
  return [
    ...NIPS.flatMap(nipMarks),
    // Where files were kept, what opened them, and the hashes by which the platform knows them.
    ...files.map(({ directPath: text }) => ({ what: 'place of a file', text })),
    ...files.flatMap(({ keys }) =>
      keys.map((text) => ({ what: 'key or hash of a file', text, bytes: Buffer.from(text, 'base64') })),
    ),
    ...(await bot.sentFiles()).map((text) => ({ what: 'file', text })),
  ];
}

/** What whoever watches over the service is told there. */
async function tells(path: string): Promise<string> {
  const answer = await fetch(new URL(path, await at.address()));
  expect(answer.status).toBe(200);
  return answer.text();
}

beforeAll(async () => {
  telegram = await startBotApi();
  bot = await telegram.bot();
  await bot.numbersFrom(FIRST_MESSAGE);
  at = await Deployment.open({
    TELEGRAM_BOT_TOKEN: bot.token,
    TELEGRAM_API_ROOT: telegram.root,
    LOG_LEVEL: 'trace',
  });
  await look((db) => keepHistory(db));
  await at.pair();
  const child = at.start();
  await at.whatsapp.online();
  simulator = await Simulator.open(await at.address());
  const casts = [
    await cast((name, n) => TelegramPhone.of(bot, name, n), NIPS[0], 1),
    await cast((name) => WhatsAppPhone.of(at.whatsapp, name), NIPS[1], 21),
    await cast(() => simulator.phone('buttons', 0), simulator.persona(0).nip, 41),
    await cast(() => simulator.phone('numbers', 1), simulator.persona(1).nip, 61),
  ];
  refused = await TelegramPhone.of(bot, 'Zulaikhawati 0 Tersembunyi', 0);
  everybody = [...casts.flat().map(([, who]) => who), new Witness(refused, 'Zulaikhawati 0 Tersembunyi', 0)];
  const pledgers = casts.flatMap((on) => on.at(-1)?.[1] ?? []);
  await enrol(
    at,
    NIPS.map((nip, n) => ({ nip, name: 'Seorang Contoh', phone: pledgers[n]?.phone.number ?? '' })),
  );
  await offends();
  const next = acts(casts.flat());
  await next();
  const [onTelegram, onWhatsApp] = casts.map((on) => on[0]?.[1]);
  await opensElsewhere(onTelegram, onWhatsApp);
  await desk('sweep');
  await next();
  await desk('sweep');
  await ask();
  await next();
  await desk('sweep');
  await at.whatsapp.settled();
  await simulator.close();
  const health = await Promise.all(['/healthz', '/readyz'].map(tells));
  await at.stop();
  output = [...child.lines, child.errors, ...health].join('\n');
  marks = [...(await otherMarks()), ...(await marksOf(everybody, 8))];
}, 400_000);
afterAll(async () => {
  await at.close();
  await telegram.stop();
});

test('everything that was to be there was there', async () => {
  await look(async (db) => {
    const tables = new Set((await readHistory(db)).map(({ table }) => table));
    for (const table of ['intake', 'evidence', 'errand', 'watch', 'whatsapp_key', 'whatsapp_inbox', 'whatsapp_copy'])
      expect(tables).toContain(table);
    const reports = await db.report.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } });
    expect(reports).toEqual([
      { status: 'dicabut', _count: 8 },
      { status: 'diterima', _count: 24 },
    ]);
    expect(await db.letter.groupBy({ by: ['author'], _count: true, orderBy: { author: 'asc' } })).toEqual([
      { author: 'officer', _count: 4 },
      { author: 'reporter', _count: 8 },
    ]);
    expect(await db.evidence.groupBy({ by: ['role'], _count: true, orderBy: { role: 'asc' } })).toEqual([
      { role: 'clean', _count: 28 },
      { role: 'original', _count: 4 },
    ]);
    // Who began and never came back.
    expect(await db.evidence.count({ where: { reportId: null } })).toBe(4);
    expect([await db.watch.count(), await db.intake.count(), await db.pledge.count()]).toEqual([0, 0, 4]);
    const [jobs] = await db.$queryRaw<{ count: number }[]>`SELECT count(*)::int AS count FROM pgboss.job`;
    expect(jobs?.count).toBeGreaterThan(0);
  });
  expect(new Set(marks.map(({ what }) => what))).toEqual(new Set(ALL_KINDS));
  expect(output).toContain(REFUSED);
});

const ALL_KINDS = [
  'NIP',
  'NIP in groups',
  'masked NIP',
  'place of a file',
  'key or hash of a file',
  'file',
  'file on a page',
  'phone',
  'chat',
  'key of Baileys',
  'push name',
  'display name',
  'file name',
  'user name',
  'message',
  'message of a chat',
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

/** The keys of the hours, for somebody with this root. */
const hoursOf = (keys: Keys) => new EpochKeys(join(at.folder, 'data', 'epochs'), keys).living(Date.now());
const root = (): Keys => new Keys(trialSecret(join(at.folder, 'data')));
const addresses = (): readonly string[] =>
  marks.flatMap(({ what, text }) =>
    what === 'chat' && /^(telegram|whatsapp|simulator-\w+):/.test(text) ? [text] : [],
  );

test('without the root nothing that was ever written opens, with the files of the hours and every address', async () => {
  const files = dumpFolder(join(at.folder, 'data', 'epochs')).map(({ bytes }) => bytes);
  expect(files.length).toBeGreaterThan(0);
  const living = (await hoursOf(root())).map(({ id }) => id);
  const raw = guessedHours(files, living);
  const wrong = new Keys('a root secret of somebody else, long enough');
  const ring = together(
    hourRing(raw, []),
    hourRing(raw.slice(0, 3), addresses()),
    rootRing(wrong),
    hourRing(await hoursOf(wrong), addresses()),
  );
  const written = await look(readHistory);
  expect(tryAll(ring, written)).toEqual([]);
  // With it all of them tell their reports: so the keys were tried on the right thing.
  const sessions = written.filter(({ table }) => table === 'session');
  const whole = tryAll(together(rootRing(root()), hourRing(await hoursOf(root()), addresses())), sessions);
  const drafts = whole.filter(({ where }) => where === '» session.body').map(({ value }) => JSON.stringify(value));
  for (const who of everybody.filter((one) => one.told().length > 0)) {
    expect(who.told().some(({ text }) => drafts.some((draft) => draft.includes(text)))).toBe(true);
  }
});

test('on the report side there is no hash of anybody, also for who has the root and the keys of the hours', async () => {
  const keys = root();
  const hours = await hoursOf(keys);
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
    const found = search(placesOf(KEYED, written), marks, held).map(shapeOf);
    for (const one of FOUND) expect(found).toContain(one);
  });
});
