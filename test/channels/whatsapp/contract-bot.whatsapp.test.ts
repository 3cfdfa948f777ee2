/**
 * The contract of channels, as far as it shows on the phones of people and in the database when a whole bot runs: the bot is a
 * process of its own, with real Baileys, and what it says is what it really says. What shows only from within stands in
 * contract.whatsapp.test.ts; the bot's own pictures and documents, and the number as a proof, in bot.whatsapp.test.ts; stickers,
 * contacts and changed words in the transcripts.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { chatKey } from '../../../src/conversation/chat.ts';
import { LARGEST_PIECE } from '../../../src/domain/evidence.ts';
import { type MessageKey, text } from '../../../src/domain/message.ts';
import { type Identity, openWith } from '../../../src/secrecy/age.ts';
import { readPiece } from '../../../src/storage/evidence.ts';
import { sweepIntake } from '../../../src/storage/sweeping.ts';
import { createUnit } from '../../../src/storage/units.ts';
import { bytesOf } from '../../conversation/attached.ts';
import { WORDS } from '../../support/contract-words.ts';
import { fragment, label } from '../../support/crowd/words.ts';
import { UNIT } from '../../support/desk.ts';
import { i18n, keys } from '../../support/shell.ts';
import type { FileOptions } from '../../support/whatsapp/person.ts';
import { BUDI, CODES, IKRAR, MemoryWorld, SARI } from '../../support/world.ts';
import { Chat, textOf, together } from './chat.ts';
import { elsewhere } from './elsewhere.ts';
import { failTurns, holdTurns, turnHeld } from './hindrance.ts';
import { bubbleOf } from './open.ts';
import { Stage } from './stage.ts';

/** As long as an operator may make them. */
const [OPENING, POINT] = ['pembuka', 'butir'].map((word) => `${word} `.repeat(500).slice(0, 2998).concat(' .'));
/** So long the last words may stand. */
const LAST_WORDS_MS = 60_000;
const CODE = /^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}$/;
const NAME = '<b>Budi</b> & "Sons"';

let stage: Stage;
/** Opens what is sealed to the unit. */
let unit: Identity;
beforeAll(async () => {
  stage = await Stage.open();
  const world = new MemoryWorld(i18n);
  world.people = [SARI, { ...BUDI, name: NAME }];
  world.documents = [{ ...IKRAR, opening: OPENING ?? '', points: [POINT ?? ''] }];
  await stage.set(world);
  const { paper } = await createUnit(stage.database.db, keys, { ...UNIT, day: '2026-11-17' }, { workFactor: 2 });
  unit = paper.identity;
});
afterAll(() => stage.close());

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** One file of each kind. */
async function evidence() {
  const others = (['video', 'audio', 'document'] as const).map((kind) => ({
    kind,
    bytes: Buffer.alloc(300_000, kind),
  }));
  return [{ kind: 'image', bytes: Buffer.from(await bytesOf('photo')) } as const, ...others];
}

/** Of each report, by what it tells, the hash of the file as it was sent. */
async function filed(): Promise<Readonly<Record<string, string>>> {
  const { db } = stage.database;
  await sweepIntake(db, keys, () => stage.epochs.kept(stage.now), stage.now, true);
  const all = (await db.report.findMany()).map(async ({ id: reportId, body }) => {
    const { account } = z
      .object({ account: z.string() })
      .parse(JSON.parse(Buffer.from(await openWith(unit, body)).toString()));
    const pieces = await db.evidence.findMany({ where: { reportId } });
    const sent = pieces.find(({ role }) => role === 'original') ?? pieces[0];
    const parts: Uint8Array[] = [];
    for await (const part of readPiece(db, sent?.id ?? '')) parts.push(part);
    return [account, digest(await openWith(unit, Buffer.concat(parts)))] as const;
  });
  return Object.fromEntries(await Promise.all(all));
}

const open = (): Promise<Chat> => Chat.open(stage);

describe('takes in, and says', () => {
  test('words as they were written, of each person their own', async () => {
    // A command is one here too.
    const words = WORDS.filter(([, text]) => !text.startsWith('/'));
    const chats = await Promise.all(words.map(open));
    for (const said of ['lapor', '2']) await together(stage, chats, (person) => person.says(said));
    await together(stage, chats, (person, n) => person.says(words[n]?.[1] ?? ''));
    await together(stage, chats, (person) => person.says('lewati'));
    const reviews = await together(stage, chats, (person) => person.says('1'));
    const told = reviews.map(([review]) => /^Cerita: ([\s\S]*?)\nBukti: /m.exec(review?.text ?? '')?.[1]);
    expect(told).toEqual(words.map(([, text]) => text));
  });

  test('a command with a word, and that an answer is coming before it comes', async () => {
    const { person } = await open();
    await person.says('/start ikrar');
    expect(textOf((await person.next(1)).map(bubbleOf))).toContain(fragment('pledge.nip_ask'));
    expect((await person.timeline()).slice(0, 2)).toEqual(['composing', 'message']);
  });

  test('words with weight, what a person typed as they typed it, and the longest question with its answers at the end', async () => {
    const chat = await open();
    const [asked] = await chat.says('ikrar', BUDI.nip, '1').then((all) => all.slice(1));
    expect(asked?.italic).toContain(label('pledge.proof_code'));
    const [person] = (await chat.says(CODES[BUDI.id] ?? '')).slice(-1);
    expect(person?.text).toContain(NAME);
    expect(person?.bold).toContain(NAME);
    const question = await chat.says('1');
    for (const words of [OPENING, POINT]) expect(textOf(question)).toContain(words);
    expect(question.at(-1)?.text).toMatch(/1\. Saya berikrar\n2\. Ada pertanyaan\n3\. Belum\n\n.*$/);
  });

  test('nothing for a reaction, one answer for what comes twice, and two for what was said twice', async () => {
    const chat = await open();
    await chat.says('bantuan');
    const [help] = await chat.person.receives();
    await chat.person.reacts(help?.id ?? '');
    await stage.quiet();
    const answers = await chat.says('bahasa');
    expect(answers).toEqual([
      expect.objectContaining({ text: expect.stringContaining(fragment('settings.language_ask')) }),
    ]);
    await chat.person.again();
    await stage.quiet();
    expect(await chat.shows()).toEqual([]);
    expect(await chat.says('bantuan', 'bantuan')).toHaveLength(2);
  });
});

describe('acknowledges', () => {
  test('only when the turn is committed', async () => {
    const chat = await open();
    const { db } = stage.database;
    const commit = await holdTurns(db);
    onTestFinished(commit);
    const id = await chat.person.says('bantuan');
    await turnHeld(db);
    expect(await db.whatsappInbox.count()).toBe(1);
    // Kept, so that it is on the way; not dealt with, so that nobody has read it.
    expect((await chat.person.receiptOf(id)).type).toBe('inactive');
    expect(await chat.person.receives()).toEqual([]);
    await commit();
    await stage.quiet();
    expect(await chat.shows()).toHaveLength(1);
    await chat.person.receiptOf(id, 'read');
  });

  test('nothing that failed: it comes again, and is answered once', async () => {
    const chat = await open();
    const mend = await failTurns(stage.database.db, { first: 2 });
    await chat.person.says('bantuan');
    await stage.quiet();
    expect(await mend()).toBe(2);
    expect(textOf(await chat.shows())).toContain(fragment('menu.help_text'));
    expect(await chat.person.receives()).toHaveLength(1);
  });

  test('one chat in order while other chats go on', async () => {
    const [chat, neighbour] = [await open(), await open()];
    const address = { channel: 'whatsapp', id: `${chat.person.lid}@lid` } as const;
    const mend = await failTurns(stage.database.db, { chat: chatKey(keys, address).bytes });
    for (const words of ['bahasa', 'batal', 'bantuan']) await chat.person.says(words);
    await neighbour.person.says('bantuan');
    expect(textOf((await neighbour.person.next(1)).map(bubbleOf))).toContain(fragment('menu.help_text'));
    expect(await chat.person.receives()).toEqual([]);
    expect(await mend()).toBeGreaterThan(0);
    await stage.quiet();
    const answers = (await chat.shows()).map(({ text }) => text);
    const hears = ['settings.language_ask', 'settings.cancelled', 'menu.help_text'] as const;
    expect(answers).toEqual(hears.map((key) => expect.stringContaining(fragment(key))));
  });
});

test('a message that WhatsApp refuses is not sent again, names nobody in the log, and nobody else waits for it', async () => {
  const chat = await open();
  await stage.at.whatsapp.failNext(400);
  expect(await chat.says('bantuan')).toEqual([]);
  expect(await chat.says('bahasa')).toHaveLength(1);
  const { lines = [], errors = '' } = stage.at.bot ?? {};
  expect(errors).toContain('400');
  for (const secret of [chat.person.lid, chat.person.pn, fragment('menu.help_text')])
    expect(`${lines.join('\n')}${errors}`).not.toContain(secret);
});

test('files come as they were sent, into the report of whoever sent them, and then the chats go from the phone of the number', async () => {
  const files = await evidence();
  const chats = await Promise.all(files.map(open));
  const all = (words: string) => together(stage, chats, (person) => person.says(words));
  await all('lapor');
  await all('2');
  await together(stage, chats, (person, n) => person.says(`Cerita ${files[n]?.kind}`));
  // The original is wanted beside what is cleaned.
  for (const words of ['lewati', '2']) await all(words);
  await together(stage, chats, (person, n) =>
    person.sendsMedia(files[n]?.kind ?? 'image', files[n]?.bytes ?? Buffer.of()),
  );
  await stage.carriesOut();
  await all('1');
  for (const shown of await all('1')) expect(shown.flatMap(({ code }) => code)).toEqual([expect.stringMatching(CODE)]);
  expect(await filed()).toEqual(Object.fromEntries(files.map(({ kind, bytes }) => [`Cerita ${kind}`, digest(bytes)])));

  // Once the code is kept, or it is said that it need not be.
  await all('lewati');
  await stage.pass(LAST_WORDS_MS);
  const cleared = await stage.at.whatsapp.cleared(chats.length);
  expect(new Set(cleared.map(({ chat }) => chat))).toEqual(new Set(chats.map(({ person }) => `${person.lid}@lid`)));
});

test('no file that is not what was said of it, none that nobody has, and of the largest not a byte more', async () => {
  const { host, asked } = await elsewhere();
  const [file, largest, larger] = [1000, LARGEST_PIECE, LARGEST_PIECE + 1].map((size) => Buffer.alloc(size, 7));
  const [failed, secured] = ['filing.fault_failed', 'filing.piece_as_it_is'] as const;
  const paths = ['x', '../../etc/passwd', `@${host}/x`, `https://${host}/`];
  const sent: readonly (readonly [Buffer | undefined, FileOptions, MessageKey])[] = [
    [largest, {}, secured],
    [larger, {}, 'filing.evidence_too_large'],
    [larger, { corrupt: 'claim' }, failed],
    ...(['bytes', 'hash', 'length'] as const).map((corrupt) => [file, { corrupt }, failed] as const),
    ...paths.map((directPath) => [file, { directPath }, failed] as const),
    [file, { url: `https://${host}/` }, secured],
  ];
  const chats = await Promise.all(sent.map(open));
  for (const words of ['lapor', '2', 'Cerita', 'lewati']) await together(stage, chats, (person) => person.says(words));
  const atOnce = await together(stage, chats, async (person, n) => {
    const [bytes, options] = sent[n] ?? [];
    await person.sendsMedia('document', bytes ?? Buffer.of(), options);
  });
  await stage.carriesOut();
  const says = await Promise.all(chats.map(async (chat, n) => textOf([...(atOnce[n] ?? []), ...(await chat.shows())])));
  expect(says).toEqual(sent.map(([, , key]) => expect.stringContaining(fragment(key))));
  expect(asked()).toBe(0);
  const { lines = [], errors = '' } = stage.at.bot ?? {};
  for (const path of ['etc/passwd', host]) expect(`${lines.join('\n')}${errors}`).not.toContain(path);
});

test('before it stops, whatever is under way', async () => {
  const chat = await open();
  const { bot } = stage.at;
  if (!bot) throw new Error('no bot');
  const commit = await holdTurns(stage.database.db);
  await chat.person.says('bantuan');
  await turnHeld(stage.database.db);
  bot.process.kill('SIGTERM');
  await bot.says(i18n.plain('id', text('start.stopping')));
  expect(await chat.person.receives()).toEqual([]);
  expect(bot.process.exitCode).toBeNull();
  await commit();
  expect(await bot.ended).toEqual({ code: 0, signal: null });
  expect(await chat.shows()).toHaveLength(1);
});
