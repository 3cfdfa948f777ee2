import { z } from 'zod';
import type { Nip } from '../domain/nip.ts';
import type { Phone } from '../domain/phone.ts';
import type { Person } from '../domain/pledge.ts';
import { blind } from '../secrecy/blind.ts';
import type { Keys } from '../secrecy/keys.ts';
import { open, seal } from '../secrecy/seal.ts';
import type { Db } from './db.ts';

/** What is sealed of a person. The roster's import checked it before it was written. */
const sealedPerson = z.object({
  nip: z.custom<Nip>((value) => typeof value === 'string'),
  name: z.string(),
  phone: z.custom<Phone>((value) => typeof value === 'string').exactOptional(),
});

export type SealedPerson = z.infer<typeof sealedPerson>;

/** The blind index a person is found by. */
export const nipIndex = (keys: Keys, nip: Nip): Buffer => blind(keys, 'roster.nip.index', nip);

export const sealPerson = (keys: Keys, id: string, person: SealedPerson): Buffer =>
  seal(keys, 'roster.seal', Buffer.from(id), person);

export const openPerson = (keys: Keys, id: string, sealed: Uint8Array): SealedPerson =>
  sealedPerson.parse(open(keys, 'roster.seal', Buffer.from(id), sealed));

/** The people with these NIPs, by NIP; those that are not in the roster are absent. */
export async function findPeople(db: Db, keys: Keys, nips: readonly Nip[]): Promise<ReadonlyMap<string, Person>> {
  const indices = nips.map((nip) => nipIndex(keys, nip).toString('hex'));
  const rows = await db.$queryRaw<{ id: string; sealed: Uint8Array; office: string; has_code: boolean }[]>`
    SELECT p.id, p.sealed, o.name AS office, a.person_id IS NOT NULL AS has_code
    FROM person p JOIN office o ON o.id = p.office_id LEFT JOIN activation a ON a.person_id = p.id
    WHERE p.nip_index = ANY (ARRAY(SELECT decode(k, 'hex') FROM unnest(${indices}::text[]) AS k))`;
  return new Map(
    rows.map(({ id, sealed, office, has_code }) => {
      const person = openPerson(keys, id, sealed);
      return [person.nip, { id, ...person, office, hasCode: has_code }];
    }),
  );
}
