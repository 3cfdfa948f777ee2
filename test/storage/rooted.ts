import { chatKey, contactKey, messageMark, pledgeChat } from '../../src/conversation/chat.ts';
import { type Envelope, sealEnvelope } from '../../src/conversation/envelope.ts';
import { sealSession } from '../../src/conversation/memory.ts';
import { parseActivationCode } from '../../src/domain/activation.ts';
import type { PledgeKey, Session } from '../../src/engine/types.ts';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import type { Keys } from '../../src/secrecy/keys.ts';
import { seal } from '../../src/secrecy/seal.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import { acquireLease } from '../../src/storage/lease.ts';
import { sealWatcher } from '../../src/storage/mailbox.ts';
import { findPeople } from '../../src/storage/people.ts';
import { receiptIndex } from '../../src/storage/reminders/receipts.ts';
import { writeRoster } from '../../src/storage/roster.ts';
import { createUnit } from '../../src/storage/units.ts';
import { WHATSAPP_LEASE } from '../../src/storage/whatsapp-owner.ts';
import { writeWhatsApp } from '../../src/storage/whatsapp-writing.ts';
import { UNIT } from '../support/desk.ts';
import { ROSTER } from '../support/roster-rows.ts';
import type { Hours } from './hours.ts';

const HOUR = 3_600_000;
export const NOON = Date.parse('2026-11-25T12:00:00Z');
export const [SARI] = ROSTER;
export const CODE = parseActivationCode('K7QM2XPD');
export const ADDRESS = { channel: 'telegram', id: '1001' } as const;
export const ARRIVAL = { address: ADDRESS, messageId: '77', act: { kind: 'text', text: 'halo' } } as const;
export const DAMAGED = new Uint8Array(32).fill(7);
export const LOOKUP = 'ab'.repeat(16);
export const CREDS = JSON.stringify({ me: 'synthetic' });
/** More chats than are written at a time. */
export const OTHERS = 600;

const pending = (keys: Keys): PledgeKey => ({
  electionId: 'e',
  personId: 'p',
  slot: { chat: pledgeChat(keys, ADDRESS) },
});

export const SESSION = (keys: Keys): Session => ({
  language: 'id',
  last: pending(keys),
  frames: [{ flow: 'report', run: 'abcd', answers: [{ step: 'story', value: 'yang saya lihat' }] }],
  hour: NOON / HOUR,
});

/** A reply that waits, with a certificate of the pledge that waits. */
export const envelope = (keys: Keys): Envelope => ({
  address: ADDRESS,
  language: 'id',
  once: 'once',
  replies: [{ paragraphs: [], choices: [], attachment: { kind: 'certificate', form: 'pdf', pledge: pending(keys) } }],
});

/** One of everything that a root seals or names. */
export async function fill({ database: { db }, folder }: Hours, keys: Keys): Promise<void> {
  const epoch = await new EpochKeys(folder, keys).current(NOON);
  await writeRoster(db, keys, [{ ...SARI, ...(CODE ? { code: CODE } : {}) }]);
  const personId = (await findPeople(db, keys, [SARI.nip])).get(SARI.nip)?.id ?? '';
  const chat = chatKey(keys, ADDRESS);
  await db.session.create({
    data: {
      key: new Uint8Array(chat.bytes),
      version: 3,
      body: new Uint8Array(sealSession(keys, epoch, { ...chat, address: 'telegram:1001' }, SESSION(keys))),
      recent: new Uint8Array(
        Buffer.concat([messageMark(keys, { ...ARRIVAL, messageId: '76' }), messageMark(keys, ARRIVAL)]),
      ),
      day: new Date('2026-11-25'),
    },
  });
  await db.outbox.create({
    data: {
      ...{ chat: new Uint8Array(chat.bytes), seq: 3, due: new Date(NOON) },
      body: new Uint8Array(sealEnvelope(epoch, chat.bytes, envelope(keys))),
    },
  });
  await db.session.createMany({
    data: Array.from({ length: OTHERS }, (_, n) => {
      const { bytes } = chatKey(keys, { ...ADDRESS, id: `other ${n}` });
      const body = new Uint8Array(seal(keys, 'session.seal', bytes, { language: 'id', n }));
      return { key: new Uint8Array(bytes), version: 1, body, recent: new Uint8Array(), day: new Date('2026-11-25') };
    }),
  });
  const contact = contactKey(keys, ADDRESS);
  // A row that somebody damaged.
  await db.contact.create({
    data: {
      ...{
        key: DAMAGED,
        channel: 'telegram',
        addressSealed: new Uint8Array(60).fill(1),
        language: 'id',
        reminders: true,
      },
    },
  });
  await db.contact.create({
    data: {
      key: new Uint8Array(contact),
      channel: 'telegram',
      addressSealed: new Uint8Array(seal(keys, 'contact.seal', contact, ADDRESS)),
      language: 'id',
      reminders: true,
      personId,
      slot: pledgeChat(keys, ADDRESS),
    },
  });
  await db.reminderRun.create({
    data: {
      ...{ id: 'r', electionId: 'e', kind: 'quiet', since: '2026-11-25', day: '2026-11-25', n: 1, of: 3 },
      ...{ state: 'running', begins: new Date(NOON), ends: new Date(NOON + HOUR) },
    },
  });
  await db.reminder.create({
    data: {
      contact: new Uint8Array(contact),
      ...{ day: '2026-11-25', runId: 'r', channel: 'telegram', due: new Date(NOON), state: 'sent' },
      receipt: new Uint8Array(Buffer.from(receiptIndex(keys, '3EB0SATU'), 'hex')),
    },
  });
  await createUnit(db, keys, { ...UNIT, day: '2026-11-17' }, { workFactor: 2 });
  await watchedReport(db, keys);
  await acquireLease(db, { name: WHATSAPP_LEASE, holder: 'us' }, 6 * HOUR);
  await writeWhatsApp(db, keys, epoch, 'us', {
    changes: [{ type: 'creds', id: 'creds', value: CREDS }],
    messages: [{ chat: '62812', id: 'A', body: { text: 'menunggu' } }],
    copies: [{ id: 'B', bytes: Buffer.from('salinan'), at: NOON }],
  });
}

/** A report with a letter that nobody was told of. */
async function watchedReport(db: PrismaClient, keys: Keys): Promise<void> {
  const lookup = new Uint8Array(Buffer.from(LOOKUP, 'hex'));
  await db.report.create({
    data: {
      ...{ id: 'r1', lookup, unitId: UNIT.id, reporter: 'age1', category: 'lain', area: 'Klojen', role: 'unknown' },
      ...{ lane: 'normal', status: 'triase', receivedAt: new Date(NOON), statusOn: new Date(NOON) },
      body: new Uint8Array(Buffer.from('sealed')),
    },
  });
  await db.letter.create({
    data: { id: 'l1', reportId: 'r1', author: 'officer', writtenAt: new Date(NOON), body: new Uint8Array(1) },
  });
  const watcher = new Uint8Array(sealWatcher(keys, LOOKUP, { ...ADDRESS, language: 'id' }));
  await db.watch.create({ data: { lookup, sealed: watcher } });
}
