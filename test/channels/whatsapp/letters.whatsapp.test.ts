/** Letters on their way to their turns: each once and in order, whatever becomes of the connection and of the lease meanwhile. */
import { expect, onTestFinished, test } from 'vitest';
import type { Channel } from '../../../src/channels/channel.ts';
import { WHATSAPP_LEASE } from '../../../src/storage/whatsapp-owner.ts';
import { Inbox } from '../../support/contract.ts';
import { connected } from './connected.ts';
import { channelOf, endChannel, type OwnedNumber } from './open.ts';

let number: OwnedNumber;
let channel: Channel;
let inbox: Inbox;

connected((one) => {
  ({ number, channel, inbox } = one);
});

const texts = (): string[] => inbox.arrivals.map(({ act }) => (act.kind === 'text' ? act.text : act.kind));
const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => String(n));

test('a letter is kept in one transaction with the session that has read it', async () => {
  const commit = inbox.hold();
  const person = await number.whatsapp.contact();
  await person.says('halo');
  await inbox.next();
  const together = await number.database.db.$queryRaw<{ type: string }[]>`
    SELECT type FROM whatsapp_key WHERE xmin::text = (SELECT xmin::text FROM whatsapp_inbox ORDER BY seq DESC LIMIT 1)`;
  commit();
  expect(together).toContainEqual({ type: 'session' });
});

test('a hundred letters that wait while the number is lost and taken again have a hundred turns, in order', async () => {
  const { db } = number.database;
  const person = await number.whatsapp.contact();
  const commit = inbox.hold();
  for (const text of numbered(100)) await person.says(text);
  await expect.poll(() => db.whatsappInbox.count()).toBe(100);
  const where = { name: WHATSAPP_LEASE };
  await db.lease.update({ where, data: { holder: 'somebody else', until: new Date(Date.now() + 60_000) } });
  await number.whatsapp.offline();
  await db.lease.update({ where, data: { until: new Date(0) } });
  commit();
  await number.whatsapp.online();
  await person.says('100');
  await expect.poll(() => texts().at(-1), { timeout: 60_000 }).toBe('100');
  expect(texts()).toEqual(numbered(101));
});

test('a letter from before a restart is of the same chat, once there is a connection to ask whose number it is now', async () => {
  const person = await number.whatsapp.contact({ addressing: 'pn' });
  await person.says('satu');
  const first = await inbox.next();
  inbox.turn = () => Promise.reject(new Error('not now'));
  await person.says('dua', { sendPn: false });
  await inbox.next();
  await endChannel(channel);
  await number.whatsapp.answerUpgrades(503);
  const heard = new Inbox();
  const next = channelOf(number);
  onTestFinished(() => endChannel(next));
  await next.start(heard.receive);
  await number.whatsapp.answerUpgrades(undefined);
  const again = await heard.next();
  expect([again.act, again.address]).toEqual([{ kind: 'text', text: 'dua' }, first.address]);
});

test('a picture to be seen once, which linked devices are not given, is answered all the same, and once', async () => {
  const person = await number.whatsapp.contact();
  const id = await person.viewOnceKeptBack();
  expect(await inbox.next()).toMatchObject({ messageId: id, act: { kind: 'other', what: 'view once' } });
  await number.whatsapp.settled();
  await person.says('halo');
  expect((await inbox.next()).act).toEqual({ kind: 'text', text: 'halo' });
});

test('what comes while it is still told what it missed has its turn afterwards', async () => {
  const person = await number.whatsapp.contact();
  await number.whatsapp.refuseConnections(true);
  await number.whatsapp.drop();
  await number.whatsapp.offline();
  for (const text of numbered(20)) await person.says(text);
  await number.whatsapp.refuseConnections(false);
  await number.whatsapp.online();
  for (const text of numbered(25).slice(20)) await person.says(text);
  for (let n = 0; n < 25; n += 1) await inbox.next();
  expect(texts()).toEqual(numbered(25));
});

test('what somebody wrote before their account moved is not passed by what they write afterwards', async () => {
  const { db } = number.database;
  const person = await number.whatsapp.contact();
  const [refused, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const done: string[] = [];
  let room = false;
  inbox.turn = async ({ act }) => {
    const text = act.kind === 'text' ? act.text : act.kind;
    if (text === 'satu' && !room) {
      refused.resolve();
      throw new Error('not now');
    }
    done.push(text);
    if (done.length === 2) taken.resolve();
  };
  await person.says('satu');
  await refused.promise;
  await person.movesAccountTo('6281299900031');
  await person.says('dua');
  await expect.poll(() => db.whatsappInbox.count()).toBe(2);
  room = true;
  await taken.promise;
  expect(done).toEqual(['satu', 'dua']);
});
