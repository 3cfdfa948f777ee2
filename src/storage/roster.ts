/** Writes the roster of ASN in bulk. What reads it stands in `people.ts`. */
import { randomBytes } from 'node:crypto';
import type { ActivationCode } from '../domain/activation.ts';
import type { Nip } from '../domain/nip.ts';
import type { Phone } from '../domain/phone.ts';
import { blind } from '../secrecy/blind.ts';
import type { Keys } from '../secrecy/keys.ts';
import { codeIndex } from './activation.ts';
import { writeActivations } from './activation-codes.ts';
import type { Db, PrismaClient } from './db.ts';
import { officeIds, officeName } from './offices.ts';
import { nipIndex, openPerson, sealPerson } from './people.ts';

/** A row of a roster that passed every check. */
export interface RosterRow {
  readonly nip: Nip;
  readonly name: string;
  readonly office: string;
  /** Absent: the source says nothing of phones, and what is known stays. `null`: it says that there is none. */
  readonly phone?: Phone | null;
  /** Absent: the source says nothing of it, and one that was handed out stays. */
  readonly code?: ActivationCode;
}

export interface RosterCount {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** Rows a transaction writes: few enough that a running bot answers in between. */
const CHUNK = 500;
/** One import at a time: two would give the same new person two ids, and a seal belongs to one. */
const ROSTER_LOCK = 4_924_728;

/**
 * Writes rows, each NIP once, over those of the same NIP. Doing it again changes nothing; people who are not among the rows stay.
 * A roster without phones or codes changes nothing of those: it says less, not something else, and whoever is in it as
 * before counts as unchanged.
 *
 * @param progress told how many rows are done
 */
export async function writeRoster(
  db: PrismaClient,
  keys: Keys,
  rows: readonly RosterRow[],
  progress: (done: number) => void = () => {},
): Promise<RosterCount> {
  const offices = await db.$transaction((tx) => officeIds(tx, new Set(rows.map((row) => row.office))));
  const count = { added: 0, changed: 0, unchanged: 0 };
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = rows.slice(start, start + CHUNK);
    const written = await db.$transaction((tx) => writeChunk(tx, keys, chunk, offices));
    count.added += written.added;
    count.changed += written.changed;
    count.unchanged += chunk.length - written.added - written.changed;
    progress(start + chunk.length);
  }
  return count;
}

async function writeChunk(
  tx: Db,
  keys: Keys,
  rows: readonly RosterRow[],
  offices: ReadonlyMap<string, string>,
): Promise<Pick<RosterCount, 'added' | 'changed'>> {
  await tx.$queryRaw`SELECT 1 AS one FROM pg_advisory_xact_lock(${ROSTER_LOCK})`;
  const known = await findKnown(tx, keys, rows);
  const fresh = rows.flatMap((row) => {
    const before = known.get(nipIndex(keys, row.nip).toString('hex'));
    const digest = digestOf(keys, row);
    const same = before && (digest.equals(before.digest) || saysNothingNew(keys, row, before, offices));
    return same ? [] : [{ row, before, digest }];
  });
  if (fresh.length === 0) return { added: 0, changed: 0 };
  const people = fresh.map(({ row, before, digest }) => {
    const id = before?.id ?? randomBytes(16).toString('base64url');
    const phone = row.phone === undefined && before ? openPerson(keys, id, before.sealed).phone : row.phone;
    const sealed = sealPerson(keys, id, { nip: row.nip, name: row.name, ...(phone ? { phone } : {}) });
    return { id, row, digest, sealed, office: offices.get(officeName(row.office)) };
  });
  await tx.$executeRaw`
    INSERT INTO person (id, nip_index, sealed, office_id, digest)
    SELECT id, decode(nip, 'base64'), decode(sealed, 'base64'), office, decode(digest, 'base64')
    FROM jsonb_to_recordset(${JSON.stringify(
      people.map(({ id, row, digest, sealed, office }) => ({
        id,
        nip: nipIndex(keys, row.nip).toString('base64'),
        sealed: sealed.toString('base64'),
        office,
        digest: digest.toString('base64'),
      })),
    )}::jsonb) AS x(id text, nip text, sealed text, office text, digest text)
    ORDER BY id
    ON CONFLICT (id) DO UPDATE
      SET sealed = EXCLUDED.sealed, office_id = EXCLUDED.office_id, digest = EXCLUDED.digest`;
  await writeActivations(
    tx,
    keys,
    people.flatMap(({ id, row }) => (row.code ? [{ personId: id, code: row.code }] : [])),
  );
  const added = fresh.filter(({ before }) => before === undefined).length;
  return { added, changed: fresh.length - added };
}

interface Known {
  readonly id: string;
  readonly officeId: string;
  readonly sealed: Uint8Array;
  readonly digest: Uint8Array;
  readonly codeIndex: Uint8Array | null;
}

async function findKnown(tx: Db, keys: Keys, rows: readonly RosterRow[]): Promise<ReadonlyMap<string, Known>> {
  const indices = rows.map((row) => nipIndex(keys, row.nip).toString('hex'));
  const found = await tx.$queryRaw<(Known & { nip: string })[]>`
    SELECT encode(p.nip_index, 'hex') AS nip, p.id, p.office_id AS "officeId", p.sealed, p.digest,
      a.code_index AS "codeIndex"
    FROM person p LEFT JOIN activation a ON a.person_id = p.id
    WHERE p.nip_index = ANY (ARRAY(SELECT decode(k, 'hex') FROM unnest(${indices}::text[]) AS k))`;
  return new Map(found.map(({ nip, ...row }) => [nip, row]));
}

/** Whether a source that is not the one of last time, one with fewer columns for instance, agrees with what is known. */
function saysNothingNew(keys: Keys, row: RosterRow, before: Known, offices: ReadonlyMap<string, string>): boolean {
  const { id, codeIndex: known } = before;
  const { name, phone } = openPerson(keys, id, before.sealed);
  return (
    row.name === name &&
    (row.phone === undefined || row.phone === (phone ?? null)) &&
    offices.get(officeName(row.office)) === before.officeId &&
    (row.code === undefined || (known !== null && codeIndex(keys, id, row.code).equals(known)))
  );
}

/** Everything a source said of a person, to know it again without keeping it and without opening the seal. */
const digestOf = (keys: Keys, { nip, name, office, phone, code }: RosterRow): Buffer =>
  blind(
    keys,
    'roster.digest.index',
    JSON.stringify([nip, name, officeName(office), phone ?? '', phone === undefined, code ?? '']),
  );
