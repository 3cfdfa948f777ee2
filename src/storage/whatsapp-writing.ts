/** What WhatsApp's connection must remember, written in one statement: all of it, or nothing. */
import type { EpochKey } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import type { Db } from './db.ts';
import { Prisma } from './generated/client.ts';
import { type Copy, copiesKept } from './whatsapp-copies.ts';
import { type InboxMessage, messageName, messagesForgotten, messagesPut } from './whatsapp-inbox.ts';
import { type KeyChange, keyChanges } from './whatsapp-keys.ts';
import { asOwner } from './whatsapp-owner.ts';

export interface WhatsAppWrite {
  readonly changes?: readonly KeyChange[];
  /** Messages that came, oldest first. */
  readonly messages?: readonly InboxMessage[];
  readonly copies?: readonly Copy[];
  /** Names of messages whose turns are written: they are forgotten. */
  readonly handled?: readonly string[];
}

/**
 * @param holder who holds the lease
 * @returns for each message its name, or `undefined` when it waits already
 * @throws NotOwnerError when the lease is not held: nothing was written, and no message may be acknowledged
 */
export async function writeWhatsApp(
  db: Db,
  keys: Keys,
  epoch: EpochKey,
  holder: string,
  { changes = [], messages = [], copies = [], handled = [] }: WhatsAppWrite,
): Promise<readonly (string | undefined)[]> {
  const parts = [
    ...(changes.length > 0 ? [keyChanges(keys, changes)] : []),
    ...(messages.length > 0 ? [messagesPut(keys, epoch, messages)] : []),
    ...(copies.length > 0 ? [copiesKept(keys, epoch, copies)] : []),
    ...(handled.length > 0 ? [messagesForgotten(handled)] : []),
  ];
  if (parts.length === 0) return [];
  const result =
    messages.length > 0 ? Prisma.sql`ARRAY(SELECT encode(name, 'hex') FROM put)` : Prisma.sql`'{}'::text[]`;
  const put = new Set(await asOwner<readonly string[]>(db, holder, parts, result));
  // The same message twice is new once.
  return messages.map((message) => {
    const name = messageName(keys, message);
    return put.delete(name) ? name : undefined;
  });
}
