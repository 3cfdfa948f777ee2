/** What the rows of the WhatsApp connection become under another root. */
import { blindAgain } from '../../secrecy/blind.ts';
import type { IndexLabel } from '../../secrecy/keys.ts';
import { reseal, resealUnder } from '../../secrecy/reseal.ts';
import type { Db } from '../db.ts';
import { Prisma } from '../generated/client.ts';
import { base64 } from './base64.ts';
import { type Passed, passOver, type Rotation } from './pass.ts';

export function whatsappKeys(tx: Db, rotation: Rotation): Promise<Passed> {
  return passOver<{ name: Uint8Array; value: Uint8Array }>(
    tx,
    'whatsapp_key',
    'name, value',
    ({ name, value }) => {
      const after = blindAgain(rotation.to, 'whatsapp.key.index', name);
      const sealed = reseal(rotation, 'whatsapp.key.seal', { before: name, after }, value);
      return { before: base64(name), after: base64(after), sealed: base64(sealed) };
    },
    (rows) => Prisma.sql`
      UPDATE whatsapp_key SET name = decode(x.after, 'base64'), value = coalesce(decode(x.sealed, 'base64'), value)
      FROM jsonb_to_recordset(${rows}::jsonb) AS x(before text, after text, sealed text)
      WHERE name = decode(x.before, 'base64')`,
  );
}

export const whatsappInbox = (tx: Db, rotation: Rotation): Promise<Passed> =>
  underHours(tx, rotation, 'whatsapp_inbox', 'whatsapp.inbox.index');

export const whatsappCopies = (tx: Db, rotation: Rotation): Promise<Passed> =>
  underHours(tx, rotation, 'whatsapp_copy', 'whatsapp.copy.index');

/** What stays sealed under its hour, and belongs to a row with another name. */
function underHours(
  tx: Db,
  { to, hours }: Rotation,
  table: 'whatsapp_inbox' | 'whatsapp_copy',
  label: IndexLabel,
): Promise<Passed> {
  return passOver<{ name: Uint8Array; body: Uint8Array }>(
    tx,
    table,
    'name, body',
    ({ name, body }) => {
      const after = blindAgain(to, label, name);
      const sealed = resealUnder(hours, { before: name, after }, body);
      return { before: base64(name), after: base64(after), sealed: base64(sealed) };
    },
    (rows) => Prisma.sql`
      UPDATE ${Prisma.raw(table)} SET name = decode(x.after, 'base64'), body = coalesce(decode(x.sealed, 'base64'), body)
      FROM jsonb_to_recordset(${rows}::jsonb) AS x(before text, after text, sealed text)
      WHERE name = decode(x.before, 'base64')`,
  );
}
