/** What becomes of a number: how connections end, who owns it, who calls it, and what is said twice or too fast. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Channel } from '../../../src/channels/channel.ts';
import type { Gaps } from '../../../src/channels/whatsapp/pace.ts';
import { Inbox } from '../../support/contract.ts';
import { message } from '../../support/contract-words.ts';
import { channelOf, endChannel, heard, noted, type OwnedNumber, openNumber } from './open.ts';

let number: OwnedNumber;
let channel: Channel;
let inbox: Inbox;
/** QRs that were shown since a test began; scanned unless it says otherwise. */
let qrs: string[];
let scans: boolean;

beforeAll(async () => {
  number = await openNumber();
});
afterAll(() => number.close());

beforeEach(async () => {
  inbox = new Inbox();
  [qrs, scans] = [[], true];
  const pairing = (qr: string): void => {
    qrs.push(qr);
    if (scans) void number.whatsapp.scan(qr);
  };
  channel = channelOf(number, { pairing });
  await channel.start(inbox.receive);
  await noted(number, 'open');
});
afterEach(() => endChannel(channel));

const address = ({ lid }: { lid: string }) => ({ channel: 'whatsapp', id: `${lid}@lid` }) as const;

test.each([503, 428, 408, 515])('after %s it connects again, and hears what came meanwhile', async (code) => {
  const person = await number.whatsapp.contact();
  await number.whatsapp.streamError(code);
  await number.whatsapp.offline();
  await person.says('halo');
  expect((await inbox.next()).act).toEqual({ kind: 'text', text: 'halo' });
  await noted(number, 'open');
  expect(channel.trouble()).toBeUndefined();
});

test.each([440, 402, 403, 405, 406, 409, 411, 500])('after %s it stops, and says so', async (code) => {
  await number.whatsapp.streamError(code);
  await noted(number, `stopped ${code}`);
  expect(channel.trouble()).toBe(`stopped (${code})`);
  const person = await number.whatsapp.contact();
  await expect(channel.send(address(person), message('Halo'))).rejects.toMatchObject({ outcome: { kind: 'retry' } });
});

test('a number that was let go on the phone is forgotten, and asks to be linked again', async () => {
  const { db } = number.database;
  scans = false;
  expect(await db.whatsappKey.count()).toBeGreaterThan(100);
  await number.whatsapp.streamError(401, 'device_removed');
  await expect.poll(() => qrs.length, { timeout: 20_000 }).toBe(1);
  expect(await db.whatsappKey.count()).toBe(0);
  await number.whatsapp.scan(qrs[0] ?? '');
  await noted(number, 'open');
});

test('of two processes one holds the number; when it goes the other takes over, and nothing is lost', async () => {
  const second = channelOf(number);
  const itsInbox = new Inbox();
  await second.start(itsInbox.receive);
  const person = await number.whatsapp.contact();
  await person.says('satu');
  expect((await inbox.next()).act).toEqual({ kind: 'text', text: 'satu' });
  expect(second.trouble()).toBeUndefined();
  await endChannel(channel);
  await person.says('dua');
  expect((await itsInbox.next()).act).toEqual({ kind: 'text', text: 'dua' });
  await endChannel(second);
  expect([inbox.arrivals, itsInbox.arrivals].map(({ length }) => length)).toEqual([1, 1]);
});

test('a call is declined, and answered in words', async () => {
  const person = await number.whatsapp.contact();
  const call = await person.calls();
  const { act, messageId } = await inbox.next();
  expect([act, messageId]).toEqual([{ kind: 'other', what: 'call' }, `call ${call}`]);
  await expect.poll(() => person.rejections()).toEqual([call]);
});

test('a call of a whole group is nobody’s: it is neither declined nor answered', async () => {
  const person = await number.whatsapp.contact();
  await person.calls('120363000000000001@g.us');
  const id = await person.says('halo');
  expect((await inbox.next()).act).toEqual({ kind: 'text', text: 'halo' });
  await person.receiptOf(id);
  expect(await person.rejections()).toEqual([]);
});

test('who is known by a LID is known by it also when they ring from the number', async () => {
  const person = await number.whatsapp.contact({ addressing: 'pn' });
  await person.says('halo');
  const { address: chat } = await inbox.next();
  await person.calls();
  expect((await inbox.next()).address).toEqual(chat);
});

test('what was dealt with is marked as read, and not before', async () => {
  const person = await number.whatsapp.contact();
  const commit = inbox.hold();
  const id = await person.says('halo');
  await inbox.next();
  await person.receiptOf(id);
  expect((await person.receipts()).map(({ type }) => type)).not.toContain('read');
  commit();
  expect(await person.receiptOf(id, 'read')).toMatchObject({ id });
});

test('nothing is marked as read where that is not wanted', async () => {
  await endChannel(channel);
  channel = channelOf(number, { readReceipts: false });
  await channel.start(inbox.receive);
  await noted(number, 'open');
  const person = await number.whatsapp.contact();
  for (const words of ['satu', 'dua', 'tiga']) {
    const id = await person.says(words);
    await inbox.next();
    await person.receiptOf(id);
  }
  expect(new Set((await person.receipts()).map(({ type }) => type))).not.toContain('read');
});

describe('at its pace', () => {
  /** Longer than any test. */
  const HOUR = 3_600_000;

  /** The channel with these gaps, and two who have written to it. */
  async function paced(gaps: Gaps) {
    await endChannel(channel);
    channel = channelOf(number, { gaps });
    await channel.start(inbox.receive);
    await noted(number, 'open');
    const people = [await number.whatsapp.contact(), await number.whatsapp.contact()] as const;
    for (const person of people) {
      await person.says('halo');
      await inbox.next();
    }
    return people;
  }

  test('what is said in a chat waits for what was said there before, and nobody else waits for it', async () => {
    const [one, other] = await paced({ chat: HOUR, number: 0 });
    await channel.send(address(one), message('satu'));
    const late = channel.send(address(one), message('dua'));
    late.catch(() => undefined); // the test ends before
    await channel.send(address(other), message('satu'));
    expect([await heard(one, 1), await heard(other, 1)]).toEqual([['satu'], ['satu']]);
  });

  test('what waits for its turn does not go out once everything has stopped', async () => {
    const [one, other] = await paced({ chat: 0, number: 500 });
    for (const _ of [1, 2]) await number.whatsapp.failNext(429);
    await expect(channel.send(address(one), message('satu'))).rejects.toMatchObject({ outcome: { everybody: false } });
    const stopping = channel.send(address(one), message('satu'));
    const waiting = channel.send(address(other), message('satu'));
    const stopped = { outcome: { kind: 'retry', everybody: true, everywhere: true } };
    for (const sending of [stopping, waiting]) await expect(sending).rejects.toMatchObject(stopped);
    // Once what was refused twice is told, WhatsApp would have heard the third.
    expect([await one.receives(), await other.receives()]).toEqual([[], []]);
  });

  test('what the number says waits for what it has said to others', async () => {
    const [one, other] = await paced({ chat: 0, number: HOUR });
    await channel.send(address(one), message('satu'));
    const late = channel.send(address(other), message('satu'));
    late.catch(() => undefined); // the test ends before
    // In the time it takes them to be heard, it would long have come.
    for (const words of ['satu', 'dua', 'tiga', 'empat', 'lima']) {
      await other.says(words);
      await inbox.next();
    }
    expect([await heard(one, 1), await other.receives()]).toEqual([['satu'], []]);
  });
});

test('what is sent again under what it alone has is shown once', async () => {
  const person = await number.whatsapp.contact();
  for (const once of ['one', 'one', 'another']) await channel.send(address(person), { ...message(once), once });
  expect((await person.next(2)).map(({ text }) => text)).toEqual(['one', 'another']);
});

test('a phone that could not read an answer gets it once more', async () => {
  const person = await number.whatsapp.contact();
  await channel.send(address(person), message('Halo'));
  const [first] = await person.next(1);
  await person.asksRetry(first?.id ?? '');
  expect((await person.next(2)).map(({ id, text }) => [id, text])).toEqual(Array(2).fill([first?.id, 'Halo']));
});

test('five hundred messages at once are all heard, in order', async () => {
  const person = await number.whatsapp.contact();
  for (let n = 0; n < 500; n += 1) await person.says(String(n));
  for (let n = 0; n < 500; n += 1) expect((await inbox.next()).act).toEqual({ kind: 'text', text: String(n) });
});

test('a chat that is to be erased goes from the phone that holds the number', async () => {
  const person = await number.whatsapp.contact();
  await person.says('lapor');
  await inbox.next();
  const before = Math.floor(Date.now() / 1000);
  await channel.erase(address(person), []);
  const [cleared] = await number.whatsapp.cleared(1);
  expect(cleared?.chat).toBe(`${person.lid}@lid`);
  expect(cleared?.until).toBeGreaterThanOrEqual(before);
});

test('who moves to another number stays who they were, and is known by the new one', async () => {
  const person = await number.whatsapp.contact();
  await person.says('satu');
  const before = await inbox.next();
  expect(before.sender).toBe(`+${person.pn}`);
  await person.movesTo('6281299900001');
  await person.says('dua');
  const after = await inbox.next();
  expect([after.address, after.sender]).toEqual([before.address, '+6281299900001']);
  // Also where it is not told again.
  await person.says('tiga', { sendPn: false });
  expect((await inbox.next()).sender).toBe('+6281299900001');
});

test('a number that was given to somebody else is theirs, and no longer that of who had it', async () => {
  const [former, heir] = [await number.whatsapp.contact(), await number.whatsapp.contact()];
  const { pn } = former;
  await former.says('satu');
  const before = await inbox.next();
  await former.movesTo('6281299900002');
  await heir.movesTo(pn);
  await heir.says('satu');
  const after = await inbox.next();
  expect([before.sender, after.sender]).toEqual([`+${pn}`, `+${pn}`]);
  expect(after.address).not.toEqual(before.address);
  await former.says('dua', { sendPn: false });
  const last = await inbox.next();
  expect([last.address, last.sender]).toEqual([before.address, undefined]);
  await heir.says('dua', { sendPn: false });
  expect((await inbox.next()).sender).toBe(`+${pn}`);
});

test('a number that is told without its LID is the same chat', async () => {
  const person = await number.whatsapp.contact({ addressing: 'pn' });
  await person.says('satu');
  await person.says('dua', { sendPn: false });
  const [first, second] = [await inbox.next(), await inbox.next()];
  expect(second.address).toEqual(first.address);
  const stranger = await number.whatsapp.contact({ addressing: 'pn' });
  await stranger.says('satu', { sendPn: false });
  expect((await inbox.next()).address).toEqual(address(stranger));
});
