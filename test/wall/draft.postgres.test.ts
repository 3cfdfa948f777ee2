/** While a report is being told: it takes the root, the key of the hour and the chat's own address to read it, all three. */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import { Keys } from '../../src/secrecy/keys.ts';
import { dump, dumpFolder, keysIn } from '../privacy/dump.ts';
import { search } from '../privacy/search.ts';
import { EPOCHS, keys } from '../support/shell.ts';
import { readHistory, type Version } from './history.ts';
import { PATHS } from './paths.ts';
import { openStage, type Stage } from './stage.ts';
import { guessedHours, hourRing, type Opened, rootRing, together, tryAll } from './thief.ts';

const { full, withOriginals, edited, failing, abandoned } = PATHS;
let stage: Stage<'full' | 'withOriginals' | 'edited' | 'failing' | 'abandoned'>;
let written: readonly Version[];
let addresses: readonly string[];

beforeAll(async () => {
  stage = await openStage({ full, withOriginals, edited, failing, abandoned });
  await stage.next();
  written = await readHistory(stage.database.db);
  addresses = stage.everybody.map(({ chat }) => `telegram:${chat}`);
});
afterAll(() => stage.close());

const hours = (of = keys) => new EpochKeys(EPOCHS, of).living(stage.desk.now);
const places = (opened: readonly Opened[]): readonly string[] =>
  [...new Set(opened.map(({ where }) => where))].toSorted();

test('nothing that was written shows who tells, or what, also hashed under what the files of the hours hold', async () => {
  const { db } = stage.database;
  const marks = stage.everybody.flatMap((who) => [...who.identity(), ...who.told()]);
  const files = dumpFolder(EPOCHS);
  const held = [...(await keysIn(db)), ...files.map(({ where, bytes }) => ({ what: where, bytes }))];
  expect(search([...(await dump(db)), ...files], marks, held)).toEqual([]);
  // A hash under such a file would be found.
  const [one] = stage.everybody;
  const planted = files.map(({ where, bytes }) => ({
    where,
    bytes: createHmac('sha256', bytes).update(`telegram:${one?.chat}`).digest(),
  }));
  const found = search(planted, marks, held).map(({ where, shape }) => `${shape} in ${where}`);
  expect(found.toSorted()).toEqual(files.map(({ where }) => `HMAC under ${where} in ${where}`).toSorted());
});

test('with the database, the keys of the hours and the program, and without the root, nothing opens', async () => {
  const files = dumpFolder(EPOCHS).map(({ bytes }) => bytes);
  expect(files.length).toBeGreaterThan(0);
  const held = (await keysIn(stage.database.db)).map(({ bytes }) => bytes);
  const living = (await hours()).map(({ id }) => id);
  const raw = guessedHours(files, living, held);
  const wrong = new Keys('a root secret of somebody else, long enough');
  const ring = together(
    hourRing(raw, []),
    hourRing(raw.slice(0, 3), addresses),
    rootRing(wrong),
    hourRing(await hours(wrong), addresses),
  );
  expect(tryAll(ring, written)).toEqual([]);
});

test('with the root and no key of the hour, only that there is something under way', async () => {
  const opened = tryAll(rootRing(keys), written);
  expect(places(opened)).toEqual(['session.body']);
});

test("with the root and the keys of the hours, and nobody's address, no draft", async () => {
  const opened = tryAll(together(rootRing(keys), hourRing(await hours(), [])), written);
  // What waits for a moment is sealed under the hour alone: the process that finishes it knows no address.
  expect(places(opened)).toEqual(['errand.body', 'evidence.outcome', 'outbox.body', 'session.body']);
});

test('with all three it can be read: so the keys above were tried on the right thing', async () => {
  const opened = tryAll(together(rootRing(keys), hourRing(await hours(), addresses)), written);
  const drafts = opened.filter(({ where }) => where === '» session.body').map(({ value }) => JSON.stringify(value));
  for (const who of stage.everybody) {
    const words = who.told().filter(({ what }) => what === 'words');
    for (const { text } of words) expect(drafts.some((draft) => draft.includes(text))).toBe(true);
  }
});
