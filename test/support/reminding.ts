/** People who are to be reminded today, put into a database without a conversation, as many as one wants. */
import { Temporal } from 'temporal-polyfill';
import { contactKey } from '../../src/conversation/chat.ts';
import { addDays, dayIn, type Election } from '../../src/domain/election.ts';
import type { Keys } from '../../src/secrecy/keys.ts';
import { seal } from '../../src/secrecy/seal.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import { ensureOfficialIkrar } from '../../src/storage/documents.ts';
import { putElection } from '../../src/storage/elections.ts';
import { nipIndex, sealPerson } from '../../src/storage/people.ts';
import { sampleElection } from '../../src/storage/trial.ts';
import { nip } from './world.ts';

/** With these everything is due at once, whatever time it is. */
export const AT_ONCE = { REMIND_FROM: '00:00', REMIND_UNTIL: '23:59', REMIND_SPREAD_MINUTES: '0' } as const;

/** Rows of one statement. */
const CHUNK = 1000;

/** An election in the first of two days of masa tenang, in a zone where no midnight is near. */
export function quietElection(now: number): Election {
  const { hour } = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('Asia/Jakarta');
  const zone = hour >= 22 ? 'Asia/Jayapura' : 'Asia/Jakarta';
  const today = dayIn(zone, now);
  const tomorrow = addDays(today, 1);
  const days = { quietFrom: today, quietTo: tomorrow, pledgeCloses: tomorrow, votingDay: addDays(today, 2) };
  return { ...sampleElection(now), ...days, zone };
}

/** For each of these chats on Telegram somebody who has pledged and said yes to reminders. */
export async function enrolReminded(db: PrismaClient, keys: Keys, chats: readonly number[]): Promise<void> {
  const election = quietElection(Date.now());
  await ensureOfficialIkrar(db);
  await putElection(db, election);
  await db.office.create({ data: { id: 'reminded', name: 'Dinas Contoh Pengingat' } });
  for (let first = 0; first < chats.length; first += CHUNK) {
    const some = chats.slice(first, first + CHUNK);
    await db.person.createMany({ data: some.map((chat, n) => personOf(chat, first + n, keys)) });
    await db.pledge.createMany({ data: some.map((chat) => pledgeOf(chat, election.id)) });
    await db.contact.createMany({ data: some.map((chat) => contactOf(chat, keys)) });
  }
}

const idOf = (chat: number): string => `reminded ${chat}`;

/** What they have confirmed, so that they are told a point of it. */
export const OFFICIAL = { kind: 'ikrar', id: 'ikrar-1', version: 1, sha256: '' };

/** All different, of people born on the first 28 days of any month of 1985. */
function nipOf(n: number) {
  const [serial, day, month] = [n % 999, Math.floor(n / 999) % 28, Math.floor(n / 999 / 28)];
  const two = (one: number): string => String(one + 1).padStart(2, '0');
  return nip(`1985${two(month)}${two(day)}2010011${String(serial + 1).padStart(3, '0')}`);
}

function personOf(chat: number, n: number, keys: Keys) {
  const id = idOf(chat);
  const own = nipOf(n);
  const sealed = new Uint8Array(sealPerson(keys, id, { nip: own, name: 'Orang Contoh' }));
  const index = new Uint8Array(nipIndex(keys, own));
  return { id, nipIndex: index, sealed, officeId: 'reminded', digest: index };
}

const pledgeOf = (chat: number, electionId: string) => ({
  id: idOf(chat),
  electionId,
  personId: idOf(chat),
  slot: 'verified',
  method: 'code',
  status: 'valid',
  at: new Date(),
  documents: [OFFICIAL],
  sealed: new Uint8Array(1),
});

function contactOf(chat: number, keys: Keys) {
  const address = { channel: 'telegram', id: String(chat) } as const;
  const key = new Uint8Array(contactKey(keys, address));
  const addressSealed = new Uint8Array(seal(keys, 'contact.seal', key, address));
  const who = { personId: idOf(chat), slot: 'verified' };
  return { key, channel: 'telegram', addressSealed, language: 'id', reminders: true, ...who };
}
