/** What the rows of units, and of those who watch a report, become under another root. */
import { reseal } from '../../secrecy/reseal.ts';
import { authenticatedAgain } from '../../secrecy/unit-key.ts';
import type { Db } from '../db.ts';
import { Prisma } from '../generated/client.ts';
import { listUnits } from '../units.ts';
import { base64 } from './base64.ts';
import { type Passed, passOver, type Rotation } from './pass.ts';

/**
 * A recipient that somebody put there is not authenticated anew: it stays as it is, and nothing is sealed to it. Nor does a locked
 * key that is damaged stand in the way: it is but a copy of what is on paper.
 */
export async function units(tx: Db, rotation: Rotation): Promise<Passed> {
  const all = await listUnits(tx);
  let closed = 0;
  for (const unit of all) {
    const { recipientMac, wrapped } = authenticatedAgain(rotation, unit);
    if (!recipientMac || !wrapped) closed += 1;
    const data = {
      ...(recipientMac ? { recipientMac: new Uint8Array(recipientMac) } : {}),
      ...(wrapped ? { wrapped: new Uint8Array(wrapped) } : {}),
    };
    await tx.unit.update({ where: { id: unit.id }, data });
  }
  return { rows: all.length, closed };
}

export function watches(tx: Db, rotation: Rotation): Promise<Passed> {
  return passOver<{ lookup: Uint8Array; sealed: Uint8Array }>(
    tx,
    'watch',
    'lookup, sealed',
    ({ lookup, sealed }) => ({
      lookup: base64(lookup),
      sealed: base64(reseal(rotation, 'watch.seal', { before: lookup, after: lookup }, sealed)),
    }),
    (rows) => Prisma.sql`
      UPDATE watch SET sealed = coalesce(decode(x.sealed, 'base64'), watch.sealed)
      FROM jsonb_to_recordset(${rows}::jsonb) AS x(lookup text, sealed text)
      WHERE watch.lookup = decode(x.lookup, 'base64')`,
  );
}
