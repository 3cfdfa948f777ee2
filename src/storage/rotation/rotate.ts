/** Puts a new root secret in the place of the one a database was written with: all of it at once, or nothing. */
import type { EpochKey } from '../../secrecy/epoch.ts';
import type { Keys } from '../../secrecy/keys.ts';
import type { Db, PrismaClient } from '../db.ts';
import { Prisma } from '../generated/client.ts';
import { isNewer } from '../migrations-known.ts';
import { forgetStalled } from '../presence.ts';
import { holdRoot, openKeys, putOver } from '../root.ts';
import { contacts, outbox, reminders, sessions } from './chats.ts';
import type { Passed, Rotation } from './pass.ts';
import { activations, people, pledges } from './roster.ts';
import { units, watches } from './units.ts';
import { whatsappCopies, whatsappInbox, whatsappKeys } from './whatsapp.ts';

type Pass = (tx: Db, rotation: Rotation) => Promise<Passed>;

/** What a person waits for, or waits for us, sealed under a key of its hour: nothing of it may be lost by mistake. */
const WAITING: Readonly<Record<string, Pass>> = { outbox, whatsapp_inbox: whatsappInbox };

/** Every other table in which something is sealed under the root, or found by what the root makes of it. */
const KEPT: Readonly<Record<string, Pass>> = {
  session: sessions,
  contact: contacts,
  reminder: reminders,
  person: people,
  activation: activations,
  pledge: pledges,
  unit: units,
  watch: watches,
  whatsapp_key: whatsappKeys,
  whatsapp_copy: whatsappCopies,
};

/**
 * Why nothing was rotated. `served`: a process is at work with the keys, and what it writes afterwards would be lost. `newer`: a
 * later version has changed the database, and may have sealed what this one does not know of. `hours`: messages wait whose keys of
 * hours are not there.
 */
export type RotationFault = { readonly kind: 'served' | 'newer' } | { readonly kind: 'hours'; readonly count: number };

export class RotationError extends Error {
  override readonly name = 'RotationError';
  readonly fault: RotationFault;
  constructor(fault: RotationFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

export interface Secrets {
  readonly former: string;
  readonly next: string;
}

export interface RotationOptions {
  /** Every key of hours there is. */
  readonly hours: (keys: Keys) => Promise<readonly EpochKey[]>;
  /** ms since 1970. */
  readonly now: number;
  /** The embedded database, opened by this process: nobody else can be at work. */
  readonly alone: boolean;
  /** What waits and does not open is given up. */
  readonly givesUp?: boolean;
}

const HOUR = 3_600_000;
/** A million chats take minutes. */
const LONG = { timeout: 6 * HOUR } as const;

/**
 * Rotates the root secret. Who starts meanwhile waits until it is over, and then is refused under the former one.
 *
 * @throws RotationError; SealError when the former secret is another one
 */
export function rotateRoot(
  db: PrismaClient,
  { former, next }: Secrets,
  { hours, now, alone, givesUp = false }: RotationOptions,
): Promise<Passed> {
  return db.$transaction(async (tx) => {
    // In this order: who is at work has said so before asking which root it is.
    await tx.$executeRaw`SET LOCAL statement_timeout = 0`;
    await holdRoot(tx);
    const from = await openKeys(tx, former);
    // In this order: whoever goes on in between is either seen, or waits and asks which root it is.
    const isServed = await forgetStalled(tx);
    if (isServed && !alone) throw new RotationError({ kind: 'served' });
    if (await isNewer(tx)) throw new RotationError({ kind: 'newer' });
    const tables = Object.keys({ ...WAITING, ...KEPT }).join(', ');
    await tx.$executeRaw(Prisma.raw(`LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE`));
    const found = await hours(from);
    // A clock that is a little behind finds a key of an hour that has not begun; one from far ahead is nobody's.
    const hour = Math.floor(now / HOUR);
    const until = Math.max(hour, ...found.map(({ id }) => id).filter((id) => id <= hour + 1));
    const rotation = { from, to: await putOver(tx, from, next, until), hours: found.map(({ key }) => key) };
    const waiting = await allOf(tx, rotation, WAITING);
    if (waiting.closed > 0 && !givesUp) throw new RotationError({ kind: 'hours', count: waiting.closed });
    const kept = await allOf(tx, rotation, KEPT);
    return { rows: waiting.rows + kept.rows, closed: waiting.closed + kept.closed };
  }, LONG);
}

async function allOf(tx: Db, rotation: Rotation, passes: Readonly<Record<string, Pass>>): Promise<Passed> {
  let [rows, closed] = [0, 0];
  for (const pass of Object.values(passes)) {
    const passed = await pass(tx, rotation);
    rows += passed.rows;
    closed += passed.closed;
  }
  return { rows, closed };
}
