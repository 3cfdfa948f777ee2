import type { Effect, PledgeKey } from '../engine/types.ts';
import type { Keys } from '../secrecy/keys.ts';
import { seal } from '../secrecy/seal.ts';
import { Prisma } from './generated/client.ts';
import type { TurnChange } from './turns.ts';

/** How a slot stands in its column. */
export const slotColumn = (slot: PledgeKey['slot']): string => (slot === 'verified' ? slot : slot.chat);

/** A pledge with the chat (hex) whose turn made it. */
export type PledgeMade = Extract<Effect, { type: 'pledge_made' }> & { readonly chat: string };

/** Makes pledges; one that exists for the same person, election and slot stays as it is. */
export function makePledges(keys: Keys, pledges: readonly PledgeMade[]): TurnChange {
  const rows = pledges.map((pledge) => ({
    chat: pledge.chat,
    id: pledge.id,
    election: pledge.key.electionId,
    person: pledge.key.personId,
    slot: slotColumn(pledge.key.slot),
    method: pledge.proof,
    status: pledge.proof === 'none' ? 'pending' : 'valid',
    at: new Date(pledge.at).toISOString(),
    documents: pledge.documents,
    sealed: seal(keys, 'pledge.shown.seal', Buffer.from(pledge.id), pledge.shown).toString('base64'),
  }));
  return Prisma.sql`
    INSERT INTO pledge (id, election_id, person_id, slot, method, status, at, documents, sealed)
    SELECT id, election, person, slot, method, status, at, documents, decode(sealed, 'base64')
    FROM written JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(
      chat text, id text, election text, person text, slot text, method text, status text, at timestamptz,
      documents jsonb, sealed text
    ) USING (chat)
    ORDER BY election, person, slot
    ON CONFLICT DO NOTHING`;
}
