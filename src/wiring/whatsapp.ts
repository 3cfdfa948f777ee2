/** WhatsApp, put together from the settings: its keys, letters and copies lie sealed in the database. */
import { renderUnicodeCompact } from 'uqr';
import type { Endpoint } from '../channels/whatsapp/socket.ts';
import { stoppedWhatsApp } from '../channels/whatsapp/stopped.ts';
import type { WhatsAppChannel } from '../channels/whatsapp/whatsapp.ts';
import { type Config, ConfigError } from '../config.ts';
import { text } from '../domain/message.ts';
import type { I18n } from '../i18n.ts';
import type { Db } from '../storage/db.ts';
import { lookAtLease } from '../storage/lease.ts';
import { holdBudget, openBudget } from '../storage/reminders/claiming.ts';
import { WHATSAPP_LEASE } from '../storage/whatsapp-owner.ts';
import { leaseOf } from './lease.ts';
import { type SafeMeans, SealedSafe } from './whatsapp-safe.ts';

/** While an operator's command holds this one, the service lets the number go. */
export const WANTED_LEASE = 'whatsapp-wanted';
/** An owner that is gone is followed by another within 15 s: this long, the time until somebody tries, and two seconds to log in. */
export const LEASE_MS = 11_000;

/**
 * Whom the service and the operator's commands call.
 *
 * @throws ConfigError when that must not be called
 */
export function endpointOf({ WHATSAPP_WS_URL: server, WHATSAPP_VERSION: version }: Config): Endpoint {
  if (server && 'fault' in server) throw new ConfigError([server.fault]);
  return { url: server?.url, version };
}

export interface WhatsAppMeans extends SafeMeans {
  readonly i18n: I18n;
}

/** `undefined` unless it is turned on. */
export async function whatsappOf(config: Config, means: WhatsAppMeans): Promise<WhatsAppChannel | undefined> {
  if (!config.WHATSAPP) return undefined;
  const { i18n, log } = means;
  const { WHATSAPP_WS_URL: server } = config;
  if (server && 'fault' in server) {
    log.error({ channel: 'whatsapp', fault: server.fault }, 'WhatsApp stays off until a setting is right');
    return stoppedWhatsApp('WHATSAPP_WS_URL');
  }
  // Baileys takes a second and 50 MB to load, which a service without WhatsApp has no use for.
  const { createWhatsApp } = await import('../channels/whatsapp/whatsapp.ts');
  const lease = leaseOf(means.db, WHATSAPP_LEASE, LEASE_MS);
  return createWhatsApp({
    safe: new SealedSafe(means, lease.holder),
    wanted: async () => (await lookAtLease(means.db, WANTED_LEASE)) !== undefined,
    lease,
    log,
    holdReminders: (ms) => holdReminders(means.db, ms),
    readReceipts: config.WHATSAPP_READ_RECEIPTS ?? true,
    words: { numbersHint: (language) => i18n.plain(language, text('engine.numbers_hint')) },
    pairing: showPairing(i18n),
    endpoint: endpointOf(config),
    mediaHost: config.WHATSAPP_MEDIA_HOST,
  });
}

/** For every process, and the next start. */
export async function holdReminders(db: Db, ms: number): Promise<void> {
  await openBudget(db, 'whatsapp');
  await holdBudget(db, 'whatsapp', ms);
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
