/** People of offices who agreed to be reminded, as rows: they do not exist, and nothing is sent to them. */
import type { PrismaClient } from '../../src/storage/db.ts';
import { nipIndex, sealPerson } from '../../src/storage/people.ts';
import { KEYS } from './roster-rows.ts';
import { nip } from './world.ts';

export interface Remindable {
  readonly office?: string;
  readonly on?: 'telegram' | 'whatsapp';
  /** Elections of the pledges that were made. */
  readonly pledged?: readonly string[];
  /** `verified`, or the chat's own where nobody has shown to own the NIP. */
  readonly slot?: string;
}

/** A chat of somebody; of one who is there already, another, used later. */
export async function remindable(
  db: PrismaClient,
  name: string,
  { office = 'Dinas Contoh', on = 'telegram', pledged = [], slot = 'verified' }: Remindable = {},
): Promise<void> {
  const [personId, chat] = [`p ${name}`, bytes(`${name} ${on} ${slot}`)];
  await db.office.upsert({ where: { id: office }, create: { id: office, name: office }, update: {} });
  const own = nip(`198503102010011${String(1 + (await db.person.count())).padStart(3, '0')}`);
  const sealed = new Uint8Array(sealPerson(KEYS, personId, { nip: own, name }));
  await db.person.upsert({
    where: { id: personId },
    create: { id: personId, nipIndex: new Uint8Array(nipIndex(KEYS, own)), sealed, officeId: office, digest: chat },
    update: {},
  });
  await db.contact.create({
    data: { key: chat, channel: on, addressSealed: chat, language: 'id', reminders: true, personId, slot },
  });
  await db.pledge.createMany({
    data: pledged.map((electionId) => ({
      id: `${name} ${electionId} ${slot}`,
      electionId,
      personId,
      slot,
      method: 'code',
      status: 'valid',
      at: new Date(),
      documents: [],
      sealed: bytes('sealed'),
    })),
  });
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text));
