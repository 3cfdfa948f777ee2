/** Something stands between the number and WhatsApp: its link stays, it is tried again, and it comes back. */
import { createServer } from 'node:https';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { freePort, listening } from '../../faults/bot.ts';
import { Inbox } from '../../support/contract.ts';
import { tlsIdentity } from '../../support/whatsapp/certificates.ts';
import { channelOf, endChannel, noted, type OwnedNumber, openNumber } from './open.ts';

let number: OwnedNumber;
let keys: number;
/** QRs that were shown once the number was linked. */
let asked: string[];

const countKeys = (): Promise<number> => number.database.db.whatsappKey.count();

/** Holds the number until the test ends. */
async function hold(url?: string) {
  const inbox = new Inbox();
  const channel = channelOf(number, { pairing: (qr) => asked.push(qr), url });
  await channel.start(inbox.receive);
  onTestFinished(() => endChannel(channel));
  return { channel, inbox };
}

beforeAll(async () => {
  number = await openNumber();
  const first = channelOf(number);
  await first.start(new Inbox().receive);
  await number.whatsapp.online();
  await endChannel(first);
  keys = await countKeys();
});
afterAll(() => number.close());
beforeEach(() => {
  asked = [];
});

test.each([401, 403, 500])('a proxy that answers %s in place of WhatsApp changes nothing', async (status) => {
  const { channel, inbox } = await hold();
  await noted(number, 'open');
  await number.whatsapp.answerUpgrades(status);
  await number.whatsapp.drop();
  await noted(number, `waiting HTTP ${status}`);
  expect(channel.trouble()).toBe(`waiting (HTTP ${status})`);
  expect(await countKeys()).toBeGreaterThanOrEqual(keys);
  await number.whatsapp.answerUpgrades(undefined);
  await noted(number, 'open');
  await (await number.whatsapp.contact()).says('halo');
  expect((await inbox.next()).act).toEqual({ kind: 'text', text: 'halo' });
  expect([channel.trouble(), asked]).toEqual([undefined, []]);
});

test('a certificate that is not WhatsApp’s is none of its words', async () => {
  const server = createServer(tlsIdentity());
  onTestFinished(() => void server.close());
  const { channel } = await hold(`wss://127.0.0.1:${await listening(server)}/ws/chat`);
  await noted(number, 'waiting DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(channel.trouble()).toBe('waiting (DEPTH_ZERO_SELF_SIGNED_CERT)');
  expect(await countKeys()).toBeGreaterThanOrEqual(keys);
});

test('without a network it waits, and neither sends nor reminds', async () => {
  const { channel } = await hold(`ws://127.0.0.1:${await freePort()}/ws/chat`);
  await noted(number, 'waiting ECONNREFUSED');
  expect(channel.mayRemind()).toBe(false);
  expect(await countKeys()).toBeGreaterThanOrEqual(keys);
});
