import { maskNip } from '../../src/domain/nip.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import { findPeople } from '../../src/storage/people.ts';
import { makePledges } from '../../src/storage/pledge-writing.ts';
import { carryOut } from '../support/carry-out.ts';
import { KEYS } from '../support/roster-rows.ts';
import { NOON, nip } from '../support/world.ts';

/** Pledges without a proof, as somebody in a chat would. */
export async function pledgeOf(db: PrismaClient, of: string, id: string, electionId: string): Promise<void> {
  const person = (await findPeople(db, KEYS, [nip(of)])).get(of);
  if (!person) throw new Error('nobody');
  const key = { electionId, personId: person.id, slot: { chat: id } };
  const shown = { nip: maskNip(person.nip) };
  const made = { type: 'pledge_made', id, key, proof: 'none', at: NOON, documents: [], shown, chat: id } as const;
  await carryOut(db, makePledges(KEYS, [made]), [id]);
}
