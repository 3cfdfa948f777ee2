/**
 * What we sent over WhatsApp, for an hour at most: a phone that could not open a message asks for it again, and the server
 * keeps nothing. Sealed under the key of the hour, found by the message's id alone.
 */
import { blind } from '../secrecy/blind.ts';
import type { EpochKey } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import { openUnder, SealError, sealUnder } from '../secrecy/seal.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';

/** Copies are forgotten together with all that were kept within the same minutes. */
const SLOT_MS = 5 * 60_000;
/** Whole slots that a copy outlives, so that it is there for 50 to 55 minutes: the job that forgets has the rest of the hour. */
const LIFE = 10;

/** A message of ours as it was sent, by its id. */
export interface Copy {
  readonly id: string;
  readonly bytes: Uint8Array;
  /** When it was sent, ms since 1970. */
  readonly at: number;
}

/** Keeps copies, over earlier ones of the same ids, as part of a statement of the owner. */
export function copiesKept(keys: Keys, epoch: EpochKey, copies: readonly Copy[]): Prisma.Sql {
  const rows = new Map(copies.map((copy) => [nameOf(keys, copy.id), copy]));
  const sealed = [...rows].map(([name, { bytes, at }]) => ({
    n: name.toString('hex'),
    s: slotOf(at),
    b: sealUnder(epoch.key, name, Buffer.from(bytes).toString('base64'), true).toString('base64'),
  }));
  return Prisma.sql`
    copied AS (
      INSERT INTO whatsapp_copy (name, body, slot)
      SELECT decode(n, 'hex'), decode(b, 'base64'), s
      FROM jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) AS x(n text, s int, b text)
      WHERE EXISTS (SELECT FROM owner)
      ORDER BY n
      ON CONFLICT (name) DO UPDATE SET body = EXCLUDED.body, slot = EXCLUDED.slot
    )`;
}

/** The bytes of a message of ours; `undefined` when there is no copy, or none that can be read any more. */
export async function findCopy(
  db: Db,
  keys: Keys,
  living: readonly EpochKey[],
  id: string,
): Promise<Uint8Array | undefined> {
  const name = nameOf(keys, id);
  const row = await db.whatsappCopy.findUnique({ where: { name: new Uint8Array(name) }, select: { body: true } });
  const body = row && opened(living, name, row.body);
  return typeof body === 'string' ? new Uint8Array(Buffer.from(body, 'base64')) : undefined;
}

/**
 * Forgets the copies whose time is over. To be asked every minute, so that none is there for an hour.
 *
 * @param now ms since 1970
 * @returns how many are gone
 */
export async function forgetCopies(db: Db, now: number): Promise<number> {
  const slot = slotOf(now);
  // One from far ahead was made by a clock that went wrong, and would stay; one from just ahead is a replica's.
  const { count } = await db.whatsappCopy.deleteMany({
    where: { OR: [{ slot: { lt: slot - LIFE } }, { slot: { gt: slot + 1 } }] },
  });
  return count;
}

const slotOf = (now: number): number => Math.floor(now / SLOT_MS);

const nameOf = (keys: Keys, id: string): Buffer => blind(keys, 'whatsapp.copy.index', id);

function opened(living: readonly EpochKey[], name: Buffer, body: Uint8Array): unknown {
  try {
    return openUnder(
      living.map(({ key }) => key),
      name,
      body,
    );
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
