/** WhatsApp, put together from the settings: its keys, letters and copies lie sealed in the database. */
import { renderUnicodeCompact } from 'uqr';
import type { Safe } from '../channels/whatsapp/ports.ts';
import type { WhatsAppChannel } from '../channels/whatsapp/whatsapp.ts';
import type { Config } from '../config.ts';
import { text } from '../domain/message.ts';
import type { I18n } from '../i18n.ts';
import type { Logger } from '../log.ts';
import type { EpochKeys } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import type { PrismaClient } from '../storage/db.ts';
import { lookAtLease } from '../storage/lease.ts';
import { findCopy, keepCopy } from '../storage/whatsapp-copies.ts';
import { forgetMessage, putMessage, waitingMessages } from '../storage/whatsapp-inbox.ts';
import { forgetKeys, readKeys, writeKeys } from '../storage/whatsapp-keys.ts';
import { WHATSAPP_LEASE } from '../storage/whatsapp-owner.ts';
import { leaseOf } from './lease.ts';

/** While an operator's command holds this one, the service lets the number go. */
export const WANTED_LEASE = 'whatsapp-wanted';
/** An owner that is gone is followed by another within 15 s: this long, and the time until somebody tries. */
export const LEASE_MS = 11_000;
/** Letters taken up at once after a restart. */
const MOST_WAITING = 100_000;

export interface WhatsAppMeans {
  readonly db: PrismaClient;
  readonly keys: Keys;
  readonly epochs: EpochKeys;
  readonly i18n: I18n;
  readonly log: Logger;
}

/** `undefined` unless it is turned on. */
export async function whatsappOf(config: Config, means: WhatsAppMeans): Promise<WhatsAppChannel | undefined> {
  if (!config.WHATSAPP) return undefined;
  // Baileys takes a second and 50 MB to load, which a service without WhatsApp has no use for.
  const { createWhatsApp } = await import('../channels/whatsapp/whatsapp.ts');
  const { i18n, log } = means;
  const lease = leaseOf(means.db, WHATSAPP_LEASE, LEASE_MS);
  const { WHATSAPP_WS_URL: url, WHATSAPP_MEDIA_HOST: mediaHost } = config;
  return createWhatsApp({
    safe: safeOf(means, lease.holder),
    wanted: async () => (await lookAtLease(means.db, WANTED_LEASE)) !== undefined,
    lease,
    log,
    readReceipts: config.WHATSAPP_READ_RECEIPTS ?? true,
    words: { numbersHint: (language) => i18n.plain(language, text('engine.numbers_hint')) },
    pairing: showPairing(i18n),
    ...(url && mediaHost ? { loopback: { url, mediaHost } } : {}),
  });
}

/** In a terminal, the code itself. Elsewhere output is kept, and whoever reads it must not be able to link the bot to theirs. */
function showPairing(i18n: I18n): (qr: string) => void {
  let said = false;
  return (qr) => {
    if (process.stdout.isTTY) {
      console.log(`${i18n.plain('id', text('start.whatsapp_pair'))}\n${renderUnicodeCompact(qr)}`);
    } else if (!said) {
      said = true;
      console.log(i18n.plain('id', text('start.whatsapp_unpaired')));
    }
  };
}

/** @param holder who holds the lease: nobody else may write */
export function safeOf({ db, keys, epochs, log }: Omit<WhatsAppMeans, 'i18n'>, holder: string): Safe {
  return {
    read: (type, ids) => readKeys(db, keys, type, ids),
    write: async (changes, letter) => {
      const epoch = letter && (await epochs.current(Date.now()));
      return db.$transaction(async (tx) => {
        await writeKeys(tx, keys, holder, changes);
        return letter && epoch && putMessage(tx, keys, epoch, holder, { ...letter, body: letter });
      });
    },
    forget: () => forgetKeys(db, holder),
    waiting: async () => {
      const { messages, lost } = await waitingMessages(db, () => epochs.living(Date.now()), MOST_WAITING);
      if (lost > 0) log.error({ channel: 'whatsapp', messages: lost }, 'messages that waited cannot be read any more');
      return messages.map(({ name, body }) => ({ name, letter: body }));
    },
    done: (name) => forgetMessage(db, name),
    keepCopy: async (id, message) => keepCopy(db, keys, await epochs.current(Date.now()), id, message),
    findCopy: async (id) => findCopy(db, keys, await epochs.living(Date.now()), id),
  };
}
