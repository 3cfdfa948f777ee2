/** Credentials, pre-keys and ratchets of the WhatsApp connection, as Baileys wants them kept: by type and id. */
import { blind } from '../secrecy/blind.ts';
import type { Keys } from '../secrecy/keys.ts';
import { open, SealError, type Sizes, seal } from '../secrecy/seal.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import { asOwner, NOTHING } from './whatsapp-owner.ts';

/** A value to keep, as text, or to forget. */
export interface KeyChange {
  /** Baileys' word: `pre-key`, `session`, `creds`. Has no colon. */
  readonly type: string;
  readonly id: string;
  readonly value: string | undefined;
}

/** There are hundreds of pre-keys, of 190 bytes each. */
const SIZES: Sizes = [256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];
/** A session has 1 to 1.5 kB, and another one beside it at times: that must not tell who is new. */
const SESSION_SIZES: Sizes = [4096, 8192, 16384, 32768, 65536];

/** What was found: the values by id, and how many were changed by somebody, or sealed under another root, and do not open. */
export interface FoundKeys {
  readonly values: ReadonlyMap<string, string>;
  readonly damaged: number;
}

/** Reads values by type and id; of what is not there nothing is found. */
export async function readKeys(db: Db, keys: Keys, type: string, ids: readonly string[]): Promise<FoundKeys> {
  const byName = new Map(ids.map((id) => [nameOf(keys, type, id).toString('hex'), id]));
  const rows = await db.$queryRaw<{ name: string; value: Uint8Array }[]>`
    SELECT encode(name, 'hex') AS name, value FROM whatsapp_key
    WHERE name = ANY (ARRAY(SELECT decode(k, 'hex') FROM unnest(${[...byName.keys()]}::text[]) AS k))`;
  const values = new Map<string, string>();
  let damaged = 0;
  for (const { name, value } of rows) {
    const [id, text] = [byName.get(name), unlessDamaged(keys, name, value)];
    if (text === undefined) damaged += 1;
    else if (id !== undefined) values.set(id, text);
  }
  return { values, damaged };
}

/** Keeps and forgets values, as part of a statement of the owner. What is told twice stands as it was told last. */
export function keyChanges(keys: Keys, changes: readonly KeyChange[]): Prisma.Sql {
  const rows = new Map(changes.map((change) => [nameOf(keys, change.type, change.id).toString('hex'), change]));
  const sealed = [...rows].map(([n, { type: t, value }]) => ({ n, t, v: sealedValue(keys, n, t, value) }));
  return Prisma.sql`
    told AS (
      SELECT decode(n, 'hex') AS name, t AS type, decode(v, 'base64') AS value
      FROM jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) AS x(n text, t text, v text)
    ), gone AS (
      DELETE FROM whatsapp_key
      WHERE name = ANY (ARRAY(SELECT name FROM told WHERE value IS NULL)) AND EXISTS (SELECT FROM owner)
    ), kept AS (
      INSERT INTO whatsapp_key (name, type, value)
      SELECT told.name, told.type, told.value FROM told WHERE told.value IS NOT NULL AND EXISTS (SELECT FROM owner)
      ORDER BY told.name
      ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value
    )`;
}

/**
 * Forgets everything, for the account is unpaired.
 *
 * @throws NotOwnerError: under a running socket half of it would come back
 */
export async function forgetKeys(db: Db, holder: string): Promise<void> {
  await asOwner(db, holder, [Prisma.sql`gone AS (DELETE FROM whatsapp_key WHERE EXISTS (SELECT FROM owner))`], NOTHING);
}

/** Ids are numbers of people, or stand for them: they are never written down. */
const nameOf = (keys: Keys, type: string, id: string): Buffer => blind(keys, 'whatsapp.key.index', `${type}:${id}`);

const sealedValue = (keys: Keys, name: string, type: string, value: string | undefined): string | undefined =>
  value === undefined
    ? undefined
    : seal(
        keys,
        'whatsapp.key.seal',
        Buffer.from(name, 'hex'),
        value,
        type === 'session' ? SESSION_SIZES : SIZES,
      ).toString('base64');

function unlessDamaged(keys: Keys, name: string, value: Uint8Array): string | undefined {
  try {
    return opened(keys, name, value);
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}

function opened(keys: Keys, name: string, value: Uint8Array): string {
  const text = open(keys, 'whatsapp.key.seal', Buffer.from(name, 'hex'), value);
  if (typeof text !== 'string') throw new SealError('no value of ours');
  return text;
}
