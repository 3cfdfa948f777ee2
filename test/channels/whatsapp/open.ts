/** The channel for the contract suite: in this process, paired with a loopback WhatsApp, its keys in a database of its own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { WA_CERT_DETAILS } from '@whiskeysockets/baileys';
import { expect } from 'vitest';
import type { Channel, Receive } from '../../../src/channels/channel.ts';
import { read } from '../../../src/channels/numbered.ts';
import type { Gaps } from '../../../src/channels/whatsapp/pace.ts';
import { createWhatsApp } from '../../../src/channels/whatsapp/whatsapp.ts';
import type { EvidenceKind } from '../../../src/domain/evidence.ts';
import { text } from '../../../src/domain/message.ts';
import { createLog } from '../../../src/log.ts';
import { EpochKeys } from '../../../src/secrecy/epoch.ts';
import { lookAtLease } from '../../../src/storage/lease.ts';
import { WHATSAPP_LEASE } from '../../../src/storage/whatsapp-owner.ts';
import { leaseOf } from '../../../src/wiring/lease.ts';
import { holdReminders } from '../../../src/wiring/whatsapp.ts';
import { SealedSafe } from '../../../src/wiring/whatsapp-safe.ts';
import type { Bubble, Harness, Person, Platform, Sending, Standing } from '../../support/contract.ts';
import { message } from '../../support/contract-words.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { i18n, keys } from '../../support/shell.ts';
import { startWhatsApp, type WhatsAppProcess } from '../../support/whatsapp/client.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import type { Received } from '../../support/whatsapp/received.ts';
import { phone } from '../../support/world.ts';
import { seenRuns } from '../seen.ts';

const KINDS = { photo: 'image', video: 'video', audio: 'audio', document: 'document' } as const;
const LEASE_MS = 30_000;

function trust(whatsapp: WhatsAppProcess): void {
  const { FAKE_WA_ROOT: root, NODE_EXTRA_CA_CERTS: ca } = whatsapp.environment();
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(root, 'hex');
  setDefaultCACertificates([...getCACertificates('bundled'), readFileSync(ca, 'utf8')]);
}

export function bubbleOf({ text: words, caption, fileName = '', bytes, kind }: Received): Bubble {
  const shown = seenRuns(read(words ?? caption ?? ''));
  return { ...shown, buttons: [], ...(kind === 'text' ? {} : { file: { name: fileName, size: bytes ?? 0 } }) };
}

function personOf(one: WhatsAppPerson, settled: () => Promise<void>): Person {
  const said: Standing[] = [];
  const sends: Partial<Record<Sending, () => Promise<string>>> = {
    'other contact': () => one.sendsContact({ phone: '6281299999999' }),
    photo: () => one.sendsMedia('image', Buffer.from('isi photo')),
    video: () => one.sendsMedia('video', Buffer.from('isi video')),
    voice: () => one.sendsMedia('audio', Buffer.from('isi suara')),
    document: () => one.sendsMedia('document', Buffer.from('isi dokumen')),
    sticker: () => one.sendsSticker(),
    edit: () => one.edits(latest, 'diubah'),
    reaction: async () => one.reacts((await one.receives()).at(-1)?.id ?? ''),
  };
  let latest = '';
  return {
    address: { channel: 'whatsapp', id: `${one.lid}@lid` },
    phone: phone(`+${one.pn}`),
    says: async (words) => {
      latest = await one.says(words);
      said.push({ from: 'person', text: words });
    },
    taps: async () => {
      throw new Error('WhatsApp has no buttons');
    },
    sends: async (what) => {
      const send = sends[what];
      if (!send) throw new Error(`this phone cannot send: ${what}`);
      await send();
    },
    attaches: async (kind: EvidenceKind, bytes) => {
      await one.sendsMedia(KINDS[kind], bytes);
    },
    again: async () => {
      // One that still waits for its turn is not kept a second time.
      await settled();
      await one.again();
    },
    sees: async () => (await one.receives()).map(bubbleOf),
    holds: async () => [
      ...said,
      ...(await one.receives()).map((it): Standing => ({ from: 'bot', text: bubbleOf(it).text })),
    ],
    keyboard: async () => [],
  };
}

/** What one number has for all its tests: to pair it anew each time would take longer than the tests. */
export interface OwnedNumber {
  readonly whatsapp: WhatsAppProcess;
  readonly database: TestDatabase;
  readonly epochs: string;
  close(): Promise<void>;
}

export async function openNumber(openDatabase = testDatabase): Promise<OwnedNumber> {
  const whatsapp = await startWhatsApp();
  trust(whatsapp);
  const database = await openDatabase();
  const epochs = mkdtempSync(join(tmpdir(), 'ikrar-epochs-'));
  return {
    whatsapp,
    database,
    epochs,
    close: async () => {
      await whatsapp.stop();
      await database.close();
      rmSync(epochs, { recursive: true });
    },
  };
}

/** Ends a channel as a process does that has nothing more to send. */
export async function endChannel(channel: Channel): Promise<void> {
  await channel.stop();
  await channel.leave?.();
}

/** How a channel is, in place of as most tests need it. */
interface Otherwise {
  /** The QR is scanned. */
  readonly pairing?: (qr: string) => void;
  readonly url?: string | undefined;
  readonly readReceipts?: boolean;
  readonly lease?: ReturnType<typeof leaseOf>;
  /** There are none. */
  readonly gaps?: Gaps;
}

/** The channel of a number, as a process would have it. */
export function channelOf(
  { whatsapp, database: { db }, epochs }: OwnedNumber,
  {
    pairing = (qr) => void whatsapp.scan(qr),
    url = whatsapp.url,
    readReceipts = true,
    lease = leaseOf(db, WHATSAPP_LEASE, LEASE_MS),
    gaps = { chat: 0, number: 0 },
  }: Otherwise = {},
): Channel {
  return createWhatsApp({
    safe: new SealedSafe({ db, keys, epochs: new EpochKeys(epochs, keys), log: createLog('silent') }, lease.holder),
    lease,
    endpoint: { url },
    mediaHost: whatsapp.media,
    words: { numbersHint: (language) => i18n.plain(language, text('engine.numbers_hint')) },
    pairing,
    wanted: async () => false,
    holdReminders: (ms) => holdReminders(db, ms),
    readReceipts,
    gaps,
    log: createLog('silent'),
  });
}

/** Answers everybody with what they wrote. */
export const echoing =
  (channel: Channel): Receive =>
  async ({ address, act }) => {
    if (act.kind === 'text') await channel.send(address, message(act.text));
  };

/** What the bot has said to somebody, as soon as there is so much of it. */
export const heard = async (person: WhatsAppPerson, count: number): Promise<readonly (string | undefined)[]> =>
  (await person.next(count)).map(({ text: words }) => words);

/** How the number is, as its owner notes it. */
export const noted = ({ database: { db } }: OwnedNumber, note: string): Promise<void> =>
  expect.poll(async () => (await lookAtLease(db, WHATSAPP_LEASE))?.note, { timeout: 60_000 }).toBe(note);

function platformOf(number: OwnedNumber): Platform {
  const {
    whatsapp,
    database: { db },
  } = number;
  const channel = channelOf(number);
  const settled = () => expect.poll(() => db.whatsappInbox.count()).toBe(0);
  return {
    channel: connected(channel, () => noted(number, 'open')),
    person: async () => personOf(await whatsapp.contact(), settled),
    // Its receipt leaves once it is kept: what counts is what waits here.
    unacknowledged: () => db.whatsappInbox.count(),
    fail: async () => whatsapp.failNext(400),
    close: async () => channel.leave?.(),
  };
}

/** Starts as the others do: when it has started, it is there. */
const connected = (channel: Channel, open: () => Promise<void>): Channel =>
  new Proxy(channel, {
    get: (target, name) => {
      if (name === 'start') return (...args: Parameters<Channel['start']>) => target.start(...args).then(open);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

/** @param number asked for when the tests run */
export const whatsappHarness = (number: () => OwnedNumber): Harness => ({
  sendings: ['other contact', 'photo', 'video', 'voice', 'document', 'sticker', 'edit', 'reaction'],
  attachments: ['photo', 'video', 'audio', 'document'],
  failures: ['refused'],
  repeats: true,
  open: async () => platformOf(number()),
});
