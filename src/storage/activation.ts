import { activationPauses, FREE_TRIES } from '../domain/activation.ts';
import type { CodeCheck } from '../engine/types.ts';
import { blind } from '../secrecy/blind.ts';
import type { Keys } from '../secrecy/keys.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import type { TurnChange } from './turns.ts';

/** The keyed hash of a person's code: bound to the person, so that equal codes of two people do not look equal. */
export const codeIndex = (keys: Keys, personId: string, code: string): Buffer =>
  blind(keys, 'roster.code.index', `${personId}:${code}`);

/** Whether a code is the person's, unused, and not paused after wrong tries. Changes nothing. */
export async function checkActivation(
  db: Db,
  keys: Keys,
  personId: string,
  code: string,
  now: number,
): Promise<CodeCheck> {
  const row = await db.activation.findUnique({ where: { personId } });
  if (!row) return { ok: false, why: 'none' };
  if (row.pausedUntil && row.pausedUntil.getTime() > now) {
    return { ok: false, why: 'paused', until: row.pausedUntil.getTime() };
  }
  if (!codeIndex(keys, personId, code).equals(row.codeIndex)) return { ok: false, why: 'wrong' };
  return row.usedAt ? { ok: false, why: 'used' } : { ok: true };
}

/** A code somebody typed for a person, with the chat (hex) whose turn it was. */
export interface CodeTried {
  readonly chat: string;
  readonly personId: string;
  /** A right one is used up: each makes one pledge. */
  readonly right: boolean;
  /** ms since 1970. */
  readonly at: number;
}

/** Counts wrong codes against their people and uses right ones up; from the fifth wrong one on each sets a pause, twice as long as the last, up to a day. */
export function countCodes(tried: readonly CodeTried[]): TurnChange {
  const { firstMs, longestMs } = activationPauses;
  const rows = tried.map(({ at, ...one }) => ({ ...one, at: new Date(at).toISOString() }));
  return Prisma.sql`
    UPDATE activation AS a SET
      used_at = CASE WHEN t.is_right THEN coalesce(a.used_at, t.at) ELSE a.used_at END,
      tries = CASE WHEN t.is_right THEN 0 ELSE a.tries + t.wrong END,
      paused_until = CASE WHEN NOT t.is_right AND a.tries + t.wrong >= ${FREE_TRIES} THEN t.at
        + least(${firstMs}::float8 * power(2, least(a.tries + t.wrong - ${FREE_TRIES}, 20)), ${longestMs}::float8) * interval '1 millisecond'
      END
    FROM (
      SELECT person_id, t.* FROM activation JOIN (
        SELECT "personId", bool_or("right") AS is_right, count(*)::int AS wrong, max(at) AS at
        FROM written JOIN jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          AS x(chat text, "personId" text, "right" boolean, at timestamptz) USING (chat)
        GROUP BY "personId"
      ) AS t ON person_id = t."personId"
      ORDER BY person_id FOR UPDATE OF activation
    ) AS t WHERE a.person_id = t.person_id`;
}
