/** What the rows of the roster, and of pledges, become under another root. */
import { blindAgain } from '../../secrecy/blind.ts';
import { reseal } from '../../secrecy/reseal.ts';
import type { Db } from '../db.ts';
import { Prisma } from '../generated/client.ts';
import { base64 } from './base64.ts';
import { type Passed, passOver, type Rotation } from './pass.ts';
import { slotAgain } from './slots.ts';

export function people(tx: Db, rotation: Rotation): Promise<Passed> {
  const { to } = rotation;
  return passOver<{ id: string; nip: Uint8Array; sealed: Uint8Array; digest: Uint8Array }>(
    tx,
    'person',
    'id, nip_index AS nip, sealed, digest',
    ({ id, nip, sealed, digest }) => ({
      id,
      nip: base64(blindAgain(to, 'roster.nip.index', nip)),
      digest: base64(blindAgain(to, 'roster.digest.index', digest)),
      sealed: base64(reseal(rotation, 'roster.seal', itself(id), sealed)),
    }),
    (rows) => Prisma.sql`
      UPDATE person SET nip_index = decode(x.nip, 'base64'), digest = decode(x.digest, 'base64'),
        sealed = coalesce(decode(x.sealed, 'base64'), person.sealed)
      FROM jsonb_to_recordset(${rows}::jsonb) AS x(id text, nip text, digest text, sealed text)
      WHERE person.id = x.id`,
  );
}

export function activations(tx: Db, { to }: Rotation): Promise<Passed> {
  return passOver<{ id: string; code: Uint8Array }>(
    tx,
    'activation',
    'person_id AS id, code_index AS code',
    ({ id, code }) => ({ id, code: base64(blindAgain(to, 'roster.code.index', code)) }),
    (rows) => Prisma.sql`
      UPDATE activation SET code_index = decode(x.code, 'base64')
      FROM jsonb_to_recordset(${rows}::jsonb) AS x(id text, code text) WHERE person_id = x.id`,
  );
}

export function pledges(tx: Db, rotation: Rotation): Promise<Passed> {
  const { to } = rotation;
  return passOver<{ id: string; slot: string; waited: string | null; sealed: Uint8Array }>(
    tx,
    'pledge',
    'id, slot, waited_in AS waited, sealed',
    ({ id, slot, waited, sealed }) => ({
      id,
      slot: slotAgain(to, slot),
      waited: waited === null ? null : slotAgain(to, waited),
      sealed: base64(reseal(rotation, 'pledge.shown.seal', itself(id), sealed)),
    }),
    (rows) => Prisma.sql`
      UPDATE pledge SET slot = x.slot, waited_in = x.waited,
        sealed = coalesce(decode(x.sealed, 'base64'), pledge.sealed)
      FROM jsonb_to_recordset(${rows}::jsonb) AS x(id text, slot text, waited text, sealed text)
      WHERE pledge.id = x.id`,
  );
}

const itself = (id: string) => ({ before: Buffer.from(id), after: Buffer.from(id) });
