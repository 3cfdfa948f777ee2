/** What the rows of chats become under another root: sessions, what waits to be sent, contacts and their reminders. */
import { blindAgain } from '../../secrecy/blind.ts';
import { reseal, resealUnder } from '../../secrecy/reseal.ts';
import type { Db } from '../db.ts';
import { Prisma } from '../generated/client.ts';
import { MARK_BYTES } from '../turns.ts';
import { base64 } from './base64.ts';
import { type Passed, passOver, type Rotation } from './pass.ts';
import { slotAgain, slotsAgain } from './slots.ts';

export function sessions(tx: Db, rotation: Rotation): Promise<Passed> {
  const { to } = rotation;
  return passOver<{ key: Uint8Array; body: Uint8Array; recent: Uint8Array }>(
    tx,
    'session',
    'key, body, recent',
    ({ key, body, recent }) => {
      const after = blindAgain(to, 'session.index', key);
      return {
        before: base64(key),
        after: base64(after),
        recent: base64(Buffer.concat(marks(recent).map((mark) => blindAgain(to, 'message.index', mark)))),
        sealed: base64(reseal(rotation, 'session.seal', { before: key, after }, body, slotsAgain(to))),
      };
    },
    (rows) => Prisma.sql`
      UPDATE session SET key = decode(x.after, 'base64'), recent = decode(x.recent, 'base64'),
        body = coalesce(decode(x.sealed, 'base64'), body)
      FROM jsonb_to_recordset(${rows}::jsonb) AS x(before text, after text, recent text, sealed text)
      WHERE key = decode(x.before, 'base64')`,
  );
}

export function outbox(tx: Db, { to, hours }: Rotation): Promise<Passed> {
  return passOver<{ chat: Uint8Array; seq: number; body: Uint8Array }>(
    tx,
    'outbox',
    'chat, seq, body',
    ({ chat, seq, body }) => {
      const after = blindAgain(to, 'session.index', chat);
      return {
        before: base64(chat),
        after: base64(after),
        seq: String(seq),
        sealed: base64(resealUnder(hours, { before: chat, after }, body, slotsAgain(to))),
      };
    },
    (rows) => Prisma.sql`
      UPDATE outbox SET chat = decode(x.after, 'base64'), body = coalesce(decode(x.sealed, 'base64'), body)
      FROM jsonb_to_recordset(${rows}::jsonb) AS x(before text, after text, seq int, sealed text)
      WHERE chat = decode(x.before, 'base64') AND outbox.seq = x.seq`,
  );
}

export function contacts(tx: Db, rotation: Rotation): Promise<Passed> {
  const { to } = rotation;
  return passOver<{ key: Uint8Array; address: Uint8Array | null; slot: string | null }>(
    tx,
    'contact',
    'key, address_sealed AS address, slot',
    ({ key, address, slot }) => {
      const after = blindAgain(to, 'contact.index', key);
      return {
        before: base64(key),
        after: base64(after),
        slot: slot === null ? null : slotAgain(to, slot),
        ...(address ? { sealed: base64(reseal(rotation, 'contact.seal', { before: key, after }, address)) } : {}),
      };
    },
    (rows) => Prisma.sql`
      UPDATE contact SET key = decode(x.after, 'base64'), slot = x.slot,
        address_sealed = coalesce(decode(x.sealed, 'base64'), address_sealed)
      FROM jsonb_to_recordset(${rows}::jsonb) AS x(before text, after text, slot text, sealed text)
      WHERE key = decode(x.before, 'base64')`,
  );
}

export function reminders(tx: Db, { to }: Rotation): Promise<Passed> {
  return passOver<{ contact: Uint8Array; day: string; receipt: Uint8Array | null }>(
    tx,
    'reminder',
    'contact, day, receipt',
    ({ contact, day, receipt }) => ({
      before: base64(contact),
      after: base64(blindAgain(to, 'contact.index', contact)),
      day,
      receipt: receipt === null ? null : base64(blindAgain(to, 'reminder.receipt.index', receipt)),
    }),
    (rows) => Prisma.sql`
      UPDATE reminder SET contact = decode(x.after, 'base64'), receipt = decode(x.receipt, 'base64')
      FROM jsonb_to_recordset(${rows}::jsonb) AS x(before text, after text, day text, receipt text)
      WHERE contact = decode(x.before, 'base64') AND reminder.day = x.day`,
  );
}

const marks = (recent: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: recent.length / MARK_BYTES }, (_, n) => recent.subarray(n * MARK_BYTES, (n + 1) * MARK_BYTES));
