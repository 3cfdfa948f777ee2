import { z } from 'zod';
import type { Keys } from '../secrecy/keys.ts';
import { open, seal } from '../secrecy/seal.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import type { TurnChange } from './turns.ts';

/** A report as its receipt code finds it. */
export interface FoundReport {
  readonly unitId: string;
  readonly status: string;
  readonly until: Date | null;
  /** Letters of officers, oldest first, sealed to the reporter. */
  readonly letters: readonly { readonly writtenAt: Date; readonly body: Uint8Array }[];
}

export const findReport = async (db: Db, lookup: Buffer): Promise<FoundReport | undefined> =>
  (await db.report.findUnique({
    where: { lookup: new Uint8Array(lookup) },
    select: {
      unitId: true,
      status: true,
      until: true,
      letters: {
        where: { author: 'officer' },
        orderBy: [{ writtenAt: 'asc' }, { id: 'asc' }],
        select: { writtenAt: true, body: true },
      },
    },
  })) ?? undefined;

// --- «Kabari saya» --------------------------------------------------------------------------------------------------

const address = z.object({
  channel: z.enum(['telegram', 'whatsapp', 'simulator-buttons', 'simulator-numbers']),
  id: z.string(),
  language: z.enum(['id', 'en']),
});
export type Watcher = z.infer<typeof address>;

/** Somebody's wish about one report, with the chat (hex) it comes from. */
export interface WatchDue {
  readonly chat: string;
  readonly lookup: string;
  /** Absent: nobody is to be told any more. */
  readonly watcher?: Watcher;
}

/** Sets or removes whom to tell. Removed at once, not with the next sweep. */
export function chooseWatch(keys: Keys, due: readonly WatchDue[]): readonly TurnChange[] {
  const rows = due.map(({ chat, lookup, watcher }) => ({
    chat,
    lookup,
    sealed: watcher && seal(keys, 'watch.seal', Buffer.from(lookup, 'hex'), watcher, true).toString('base64'),
  }));
  const set = JSON.stringify(rows.filter(({ sealed }) => sealed !== undefined));
  const removed = JSON.stringify(rows.filter(({ sealed }) => sealed === undefined));
  return [
    Prisma.sql`
      INSERT INTO watch (lookup, sealed)
      SELECT DISTINCT ON (lookup) decode(lookup, 'hex'), decode(sealed, 'base64')
      FROM written JOIN jsonb_to_recordset(${set}::jsonb) AS x(chat text, lookup text, sealed text) USING (chat)
      ORDER BY lookup
      ON CONFLICT (lookup) DO UPDATE SET sealed = EXCLUDED.sealed`,
    Prisma.sql`
      DELETE FROM watch USING (
        SELECT decode(lookup, 'hex') AS lookup
        FROM written JOIN jsonb_to_recordset(${removed}::jsonb) AS x(chat text, lookup text) USING (chat)
      ) AS gone WHERE watch.lookup = gone.lookup`,
  ];
}

export const isWatched = async (db: Db, lookup: Buffer): Promise<boolean> =>
  (await db.watch.count({ where: { lookup: new Uint8Array(lookup) } })) > 0;

/** Takes letters that were not announced, once: whoever is to hear of each. Letters nobody waits for are taken too. */
export async function takeUnannounced(db: Db, keys: Keys): Promise<readonly Watcher[]> {
  const rows = await db.$queryRaw<{ lookup: Uint8Array; sealed: Uint8Array }[]>`
    WITH taken AS (
      UPDATE letter SET announced = true WHERE author = 'officer' AND NOT announced RETURNING report_id
    )
    SELECT DISTINCT w.lookup, w.sealed FROM taken t JOIN report r ON r.id = t.report_id JOIN watch w ON w.lookup = r.lookup`;
  return rows.map(({ lookup, sealed }) => address.parse(open(keys, 'watch.seal', lookup, sealed)));
}
