import { z } from 'zod';
import type { Pledge, PledgeStatus } from '../domain/pledge.ts';
import type { PledgeKey } from '../engine/types.ts';
import type { Keys } from '../secrecy/keys.ts';
import { open } from '../secrecy/seal.ts';
import type { Db } from './db.ts';
import { slotColumn } from './pledge-writing.ts';

const documents = z.array(
  z.object({ kind: z.enum(['ikrar', 'pakta']), id: z.string(), version: z.number(), sha256: z.string() }),
);
const shown = z.object({ nip: z.string(), name: z.string().exactOptional(), office: z.string().exactOptional() });
const proof = z.enum(['contact', 'sender', 'code', 'none']);
const status = z.enum(['valid', 'pending', 'withdrawn']);

/** Reads a status as it is stored. */
export const statusOf = (column: string): PledgeStatus => status.parse(column);

interface PledgeRow {
  readonly id: string;
  readonly election: string;
  readonly person: string;
  readonly slot: string;
  readonly method: string;
  readonly status: string;
  readonly at: Date;
  readonly documents: unknown;
  readonly sealed: Uint8Array;
}

/** The pledges with these keys; those that do not exist are absent. Of several the last one counts: one that still stands. */
export async function findPledges(
  db: Db,
  keys: Keys,
  wanted: readonly PledgeKey[],
): Promise<{ key: PledgeKey; pledge: Pledge }[]> {
  const asked = wanted.map((key) => ({ e: key.electionId, p: key.personId, s: slotColumn(key.slot) }));
  // OFFSET 0 keeps it one look into the index for each: joined, a table without statistics would be read whole.
  const rows = await db.$queryRaw<PledgeRow[]>`
    SELECT f.id, w.e AS election, w.p AS person, w.s AS slot, f.method, f.status, f.at, f.documents, f.sealed
    FROM jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) AS w(e text, p text, s text)
    CROSS JOIN LATERAL (
      SELECT * FROM pledge WHERE election_id = w.e AND person_id = w.p AND (slot = w.s OR waited_in = w.s) OFFSET 0
    ) AS f
    ORDER BY f.status <> 'withdrawn', f.at`;
  return rows.map((row) => ({
    key: {
      electionId: row.election,
      personId: row.person,
      slot: row.slot === 'verified' ? row.slot : { chat: row.slot },
    },
    pledge: readPledge(keys, row),
  }));
}

const readPledge = (keys: Keys, row: PledgeRow): Pledge => ({
  id: row.id,
  electionId: row.election,
  personId: row.person,
  proof: proof.parse(row.method),
  status: statusOf(row.status),
  at: row.at.getTime(),
  documents: documents.parse(row.documents),
  shown: shown.parse(open(keys, 'pledge.shown.seal', Buffer.from(row.id), row.sealed)),
});

/** The status of a pledge by its public id, for whoever holds a certificate. */
export async function findStatus(db: Db, id: string): Promise<PledgeStatus | undefined> {
  const row = await db.pledge.findUnique({ where: { id }, select: { status: true } });
  return row ? statusOf(row.status) : undefined;
}
