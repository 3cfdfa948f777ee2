/** Hands out activation codes. Only their keyed hashes are kept; in clear they exist on the slips. */
import { randomBytes } from 'node:crypto';
import { type ActivationCode, activationCodeOf } from '../domain/activation.ts';
import type { Nip } from '../domain/nip.ts';
import type { Keys } from '../secrecy/keys.ts';
import { codeIndex } from './activation.ts';
import type { Db } from './db.ts';
import { openPerson } from './people.ts';

interface CodeOf {
  readonly personId: string;
  readonly code: ActivationCode;
}

/** Writes codes over those people have. A code that is new to a person may be used; the same one stays used up. */
export async function writeActivations(db: Db, keys: Keys, codes: readonly CodeOf[]): Promise<void> {
  if (codes.length === 0) return;
  await db.$executeRaw`
    INSERT INTO activation (person_id, code_index)
    SELECT person, decode(code, 'base64') FROM jsonb_to_recordset(${rowsOf(keys, codes)}::jsonb) AS x(person text, code text)
    ORDER BY person
    ON CONFLICT (person_id) DO UPDATE
      SET code_index = EXCLUDED.code_index, tries = 0, paused_until = NULL, used_at = NULL
      WHERE activation.code_index <> EXCLUDED.code_index`;
}

/** A person who is to get a slip. */
export interface SlipPerson {
  readonly personId: string;
  readonly nip: Nip;
  readonly name: string;
  readonly office: string;
  readonly code: ActivationCode;
}

/**
 * People who have no code, each with a fresh one (40 random bits) that is not stored yet, by office and name.
 *
 * @param officeId only this office; all when absent
 */
export async function draftCodes(db: Db, keys: Keys, officeId?: string): Promise<readonly SlipPerson[]> {
  const rows = await db.person.findMany({
    where: { activation: null, ...(officeId === undefined ? {} : { officeId }) },
    select: { id: true, sealed: true, office: { select: { name: true } } },
  });
  return rows
    .map(({ id, sealed, office: { name: officeName } }) => {
      const { nip, name } = openPerson(keys, id, sealed);
      return { personId: id, nip, name, office: officeName, code: activationCodeOf(randomBytes(8)) };
    })
    .sort((a, b) => a.office.localeCompare(b.office, 'id') || a.name.localeCompare(b.name, 'id'));
}

/** Stores codes that were drafted; gives how many. Fewer than there were: somebody handed out codes at the same time. */
export async function storeCodes(db: Db, keys: Keys, codes: readonly CodeOf[]): Promise<number> {
  return db.$executeRaw`
    INSERT INTO activation (person_id, code_index)
    SELECT person, decode(code, 'base64') FROM jsonb_to_recordset(${rowsOf(keys, codes)}::jsonb) AS x(person text, code text)
    ORDER BY person
    ON CONFLICT DO NOTHING`;
}

const rowsOf = (keys: Keys, codes: readonly CodeOf[]): string =>
  JSON.stringify(
    codes.map(({ personId, code }) => ({ person: personId, code: codeIndex(keys, personId, code).toString('base64') })),
  );
