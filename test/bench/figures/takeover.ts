/**
 * How long nobody has the number when the process that holds it is killed: until its lease has run out, another one has looked, and
 * that one has logged in. A machine that dies is no slower: the lease does not ask whether a connection of the dead is still there.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { LOOK_EVERY, RENEW_EVERY } from '../../../src/channels/whatsapp/number.ts';
import type { PrismaClient } from '../../../src/storage/db.ts';
import { WHATSAPP_LEASE } from '../../../src/storage/whatsapp-owner.ts';
import { LEASE_MS } from '../../../src/wiring/whatsapp.ts';
import type { WhatsAppProcess } from '../../support/whatsapp/client.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import type { Running } from '../processes.ts';
import type { Figure } from './figure.ts';

export interface TakeoverSettings {
  /** How often the owner is killed, at moments spread over the time between two renewals of its lease. */
  readonly kills: number;
  /** The same where WhatsApp takes its time to open a connection. */
  readonly slowKills: number;
  readonly openingMs: number;
}

export interface Deployed {
  readonly whatsapp: WhatsAppProcess;
  readonly db: PrismaClient;
  /** Starts one more process; resolves once it is ready. */
  readonly start: () => Promise<Running>;
}

/** From the kill, s. */
interface Takeover {
  readonly taken: number;
  readonly online: number;
  /** A contact who wrote right after the kill. */
  readonly answered: number;
}

/** What is promised in docs/production.md, s. */
const MOST = 15;
const WORD = 'bantuan';
const LOOK_MS = 20;

export async function takeover(
  deployed: Deployed,
  { kills, slowKills, openingMs }: TakeoverSettings,
): Promise<readonly Figure[]> {
  const { whatsapp, start } = deployed;
  const person = await whatsapp.contact();
  let owner = await start();
  await whatsapp.online();
  await person.says(WORD);
  await person.next(1);
  /** Kills the owner so often; whoever waited has the number then, and another process waits. */
  const again = async (times: number): Promise<readonly Takeover[]> => {
    const all: Takeover[] = [];
    for (let n = 0; n < times; n += 1) {
      const standby = await start();
      await renewed(deployed.db);
      await pause((n * RENEW_EVERY) / times);
      all.push(await killed(deployed, person, owner));
      owner = standby;
    }
    return all;
  };
  const usual = await again(kills);
  await whatsapp.opensIn(openingMs);
  const slow = await again(slowKills);
  await whatsapp.opensIn(0);
  return [...figures('WhatsApp: owner killed', usual), ...figures(`… connections open in ${openingMs / 1000} s`, slow)];
}

function figures(name: string, all: readonly Takeover[]): readonly Figure[] {
  const worst = (read: (one: Takeover) => number): number => Math.max(...all.map(read));
  const row = (what: string, read: (one: Takeover) => number): Figure => ({
    name: `${name}, ${what}`,
    value: worst(read),
    unit: 's',
    atMost: MOST,
    note: `worst of ${all.map((one) => read(one).toFixed(1)).join(', ')}`,
  });
  const logIn = worst(({ online, taken }) => online - taken);
  const [lease, look] = [LEASE_MS / 1000, LOOK_EVERY / 1000];
  return [
    row('another logged in', ({ online }) => online),
    row('who wrote then is answered', ({ answered }) => answered),
    {
      name: `${name}, log in at the most`,
      value: lease + look + logIn,
      unit: 's',
      atMost: MOST,
      note: `lease ${lease} s, look every ${look} s, log-in ${logIn.toFixed(2)} s`,
    },
  ];
}

/** Kills the owner and waits for another to have done everything. */
async function killed({ whatsapp, db }: Deployed, person: WhatsAppPerson, owner: Running): Promise<Takeover> {
  const { holder } = await leaseOf(db);
  const before = await person.receives();
  const began = performance.now();
  const since = (): number => (performance.now() - began) / 1000;
  process.kill(owner.pid, 'SIGKILL');
  await owner.stop();
  await whatsapp.offline();
  const logins = await whatsapp.logins();
  await person.says(WORD);
  const [taken, online, answered] = await Promise.all([
    until(async () => (await leaseOf(db)).holder !== holder).then(since),
    whatsapp.online().then(since),
    person.next(before.length + 1).then(since),
  ]);
  // More than one would be two who think that it is theirs, or one who cannot stay.
  const more = (await whatsapp.logins()) - logins;
  if (more !== 1) throw new Error(`${more} logins after one kill`);
  return { taken, online, answered };
}

const leaseOf = (db: PrismaClient) => db.lease.findUniqueOrThrow({ where: { name: WHATSAPP_LEASE } });

/** Resolves when the owner has just renewed its lease. */
async function renewed(db: PrismaClient): Promise<void> {
  const before = (await leaseOf(db)).until.getTime();
  await until(async () => (await leaseOf(db)).until.getTime() !== before);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(LOOK_MS);
}
