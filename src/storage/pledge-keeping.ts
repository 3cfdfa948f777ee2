/** What an OPD does with pledges: sees which wait, confirms, withdraws. */

import { maskNip } from '../domain/nip.ts';
import type { PledgeStatus } from '../domain/pledge.ts';
import type { Keys } from '../secrecy/keys.ts';
import { seal } from '../secrecy/seal.ts';
import type { Db } from './db.ts';
import { openPerson } from './people.ts';
import { statusOf } from './pledge-reading.ts';

export interface ListedPledge {
  readonly id: string;
  readonly electionId: string;
  readonly status: PledgeStatus;
  readonly at: number;
  readonly office: string;
  readonly name: string;
  /** Masked. */
  readonly nip: string;
}

/** The pledges of a status, by office and time. */
export async function listPledges(
  db: Db,
  keys: Keys,
  wanted: { status: PledgeStatus; officeId?: string },
): Promise<readonly ListedPledge[]> {
  const rows = await db.pledge.findMany({
    where: {
      status: wanted.status,
      ...(wanted.officeId === undefined ? {} : { person: { officeId: wanted.officeId } }),
    },
    select: {
      id: true,
      electionId: true,
      status: true,
      at: true,
      person: { select: { id: true, sealed: true, office: { select: { name: true } } } },
    },
    orderBy: [{ person: { office: { name: 'asc' } } }, { at: 'asc' }],
  });
  return rows.map(({ person, at, status, ...row }) => {
    const { name, nip } = openPerson(keys, person.id, person.sealed);
    return { ...row, status: statusOf(status), at: at.getTime(), office: person.office.name, name, nip: maskNip(nip) };
  });
}

export type Confirmation =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'unknown' }
  /** Only a pledge that waits can be confirmed. */
  | { readonly kind: 'not_pending'; readonly status: PledgeStatus }
  /** The person has a pledge for this election that counts, made with a proof or confirmed before. */
  | { readonly kind: 'has_another' };

/**
 * The OPD vouches for a pledge that waited: it becomes the one that counts, and its certificate may show who it is of. The
 * chat that made it still finds it.
 */
export async function confirmPledge(db: Db, keys: Keys, id: string): Promise<Confirmation> {
  const pledge = await db.pledge.findUnique({ where: { id }, include: { person: { include: { office: true } } } });
  if (!pledge) return { kind: 'unknown' };
  const { electionId, person, slot } = pledge;
  if (pledge.status !== 'pending') return { kind: 'not_pending', status: statusOf(pledge.status) };
  const { name, nip } = openPerson(keys, person.id, person.sealed);
  const shown = { nip: maskNip(nip), name, office: person.office.name };
  // In one statement, since the person may be pledging with a proof at this very moment.
  const moved = await db.$executeRaw`
    UPDATE pledge SET slot = 'verified', waited_in = ${slot}, status = 'valid',
      sealed = ${seal(keys, 'pledge.shown.seal', Buffer.from(id), shown)}
    WHERE id = ${id} AND status = 'pending' AND NOT EXISTS (
      SELECT FROM pledge other
      WHERE other.election_id = ${electionId} AND other.person_id = ${person.id} AND other.slot = 'verified'
    )`;
  return { kind: moved === 1 ? 'confirmed' : 'has_another' };
}

/** Takes a pledge back: its certificate says so from now on. Its place becomes free, so that the person may pledge anew. */
export async function withdrawPledge(db: Db, id: string): Promise<'withdrawn' | 'unknown' | 'already'> {
  const count = await db.$executeRaw`
    UPDATE pledge SET status = 'withdrawn', waited_in = coalesce(waited_in, slot), slot = 'withdrawn ' || id
    WHERE id = ${id} AND status <> 'withdrawn'`;
  if (count === 1) return 'withdrawn';
  return (await db.pledge.count({ where: { id } })) === 1 ? 'already' : 'unknown';
}
