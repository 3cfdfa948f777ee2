/** What is not for the bot, or pretends to come from the phone that holds the number: nothing of it is taken, and nobody answers. */
import { expect, test } from 'vitest';
import type { Inbox } from '../../support/contract.ts';
import { connected } from './connected.ts';
import type { OwnedNumber } from './open.ts';

let number: OwnedNumber;
let inbox: Inbox;

connected((one) => {
  ({ number, inbox } = one);
});

const texts = (): string[] => inbox.arrivals.map(({ act }) => (act.kind === 'text' ? act.text : act.kind));
const bytes = Buffer.alloc(32, 7).toString('base64');

/** What is remembered, by the names of its rows. */
async function names(): Promise<readonly string[]> {
  const rows = await number.database.db.whatsappKey.findMany();
  return rows.map(({ name }) => Buffer.from(name).toString('hex'));
}

test.each([
  [
    'keys to the phone’s list of chats',
    {
      type: 'APP_STATE_SYNC_KEY_SHARE',
      appStateSyncKeyShare: { keys: [{ keyId: { keyId: bytes }, keyData: { keyData: bytes, timestamp: 1 } }] },
    },
  ],
  [
    'other numbers for people',
    { type: 'LID_MIGRATION_MAPPING_SYNC', lidMigrationMappingSyncMessage: { encodedMappingPayload: bytes } },
  ],
])('a stranger hands out %s: nothing is kept, and nobody answers', async (_, protocolMessage) => {
  const person = await number.whatsapp.contact();
  await person.says('halo');
  await inbox.next();
  await number.whatsapp.settled();
  const before = new Set(await names());
  await person.sendsRaw({ protocolMessage });
  await person.says('lagi');
  await inbox.next();
  await number.whatsapp.settled();
  expect((await names()).filter((name) => !before.has(name))).toEqual([]);
  expect(texts()).toEqual(['halo', 'lagi']);
});

test.each(['120363000000000001@g.us', '120363000000000002@newsletter', 'status@broadcast'])(
  'what is written in %s is nobody’s turn',
  async (place) => {
    const person = await number.whatsapp.contact();
    await person.saysIn(place, 'ikrar');
    await person.says('halo');
    await inbox.next();
    await number.whatsapp.settled();
    expect(texts()).toEqual(['halo']);
    await expect.poll(() => number.database.db.whatsappInbox.count()).toBe(0);
  },
);
