/** The number's lease where the database does not always answer: it is let go when it can be somebody else's, and no sooner. */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Channel } from '../../../src/channels/channel.ts';
import { lookAtLease } from '../../../src/storage/lease.ts';
import { WHATSAPP_LEASE } from '../../../src/storage/whatsapp-owner.ts';
import { leaseOf } from '../../../src/wiring/lease.ts';
import { Inbox } from '../../support/contract.ts';
import { channelOf, endChannel, noted, type OwnedNumber, openNumber } from './open.ts';

let number: OwnedNumber;
let inbox: Inbox;
const answers = async (): Promise<void> => {};
/** What a renewal waits for first; how many there were. */
let database: () => Promise<void>;
/** Until the database answers again. */
let back: PromiseWithResolvers<void>;
let renewals: number;
beforeAll(async () => {
  number = await openNumber();
});
afterAll(() => number.close());
beforeEach(() => {
  inbox = new Inbox();
  back = Promise.withResolvers();
  [database, renewals] = [answers, 0];
});

/** A process whose renewals the database answers as it likes. */
async function holding(lastsMs: number): Promise<Channel> {
  const lease = leaseOf(number.database.db, WHATSAPP_LEASE, lastsMs);
  const renew = async (note?: string): Promise<boolean> => {
    renewals += 1;
    await database();
    return lease.renew(note);
  };
  const acquire = async (): Promise<boolean> => {
    await database();
    return lease.acquire();
  };
  const channel = channelOf(number, { lease: { ...lease, acquire, renew } });
  await channel.start(inbox.receive);
  onTestFinished(async () => {
    database = answers;
    back.resolve();
    await endChannel(channel);
  });
  await noted(number, 'open');
  return channel;
}

/** Resolves once so many more renewals were tried. */
async function tried(count: number): Promise<void> {
  const before = renewals;
  await expect.poll(() => renewals - before, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
}

const fails = async (): Promise<never> => {
  throw new Error('the database is away');
};

test('renewals that fail while there is time change nothing', async () => {
  const channel = await holding(30_000);
  const logins = await number.whatsapp.logins();
  database = fails;
  await tried(3);
  database = answers;
  await tried(2);
  expect([channel.trouble(), await number.whatsapp.logins()]).toEqual([undefined, logins]);
  await (await number.whatsapp.contact()).says('halo');
  expect((await inbox.next()).act).toEqual({ kind: 'text', text: 'halo' });
});

test.each([
  ['fail', fails],
  ['are not answered', () => back.promise],
])('when renewals %s the number is let go before another has it', async (_, away) => {
  const channel = await holding(6_000);
  const next = channelOf(number);
  const heard = new Inbox();
  await next.start(heard.receive);
  onTestFinished(() => endChannel(next));
  const logins = await number.whatsapp.logins();
  database = away;
  const isTaken = async (): Promise<boolean> => (await number.whatsapp.logins()) > logins;
  await expect.poll(isTaken, { timeout: 60_000 }).toBe(true);
  await number.whatsapp.online();
  await (await number.whatsapp.contact()).says('halo');
  expect((await heard.next()).act).toEqual({ kind: 'text', text: 'halo' });
  expect(channel.trouble() ?? '').not.toContain('440');
});

test('stopped while the number is still being asked for, a process ends, and has let it go', async () => {
  const { db } = number.database;
  const lease = leaseOf(db, WHATSAPP_LEASE, 30_000);
  const asked = Promise.withResolvers<void>();
  const acquire = async (): Promise<boolean> => {
    asked.resolve();
    await back.promise;
    return lease.acquire();
  };
  const channel = channelOf(number, { lease: { ...lease, acquire } });
  await channel.start(inbox.receive);
  await asked.promise;
  const ended = endChannel(channel);
  back.resolve();
  await ended;
  expect(await lookAtLease(db, WHATSAPP_LEASE)).toBeUndefined();
});
