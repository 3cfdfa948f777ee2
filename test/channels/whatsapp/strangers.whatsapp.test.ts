/** What is not for the bot, or pretends to come from the phone that holds the number: nothing of it is taken, and nobody answers. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { deflateSync } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Inbox } from '../../support/contract.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import { connected } from './connected.ts';
import type { OwnedNumber } from './open.ts';

let number: OwnedNumber;
let inbox: Inbox;

connected((one) => {
  ({ number, inbox } = one);
});

const texts = (): string[] => inbox.arrivals.map(({ act }) => (act.kind === 'text' ? act.text : act.kind));
const bytes = Buffer.alloc(32, 7).toString('base64');
/** Where a history is that nobody may ask for. */
const HISTORY = '/v/t62.7118-24/history.enc';
/** Node says so of each request. */
const ASKS = 'undici:request:create';
const asking = z.object({ request: z.object({ path: z.string() }) });

/** What is remembered, by the names of its rows. */
async function names(): Promise<readonly string[]> {
  const rows = await number.database.db.whatsappKey.findMany();
  return rows.map(({ name }) => Buffer.from(name).toString('hex'));
}

/** What only the phone that holds the number may say; of somebody else's chat. */
type Forged = (other: WhatsAppPerson) => Readonly<Record<string, unknown>>;

const FORGED: readonly (readonly [what: string, forged: Forged])[] = [
  [
    'keys to the phone’s list of chats',
    () => ({
      type: 'APP_STATE_SYNC_KEY_SHARE',
      appStateSyncKeyShare: { keys: [{ keyId: { keyId: bytes }, keyData: { keyData: bytes, timestamp: 1 } }] },
    }),
  ],
  [
    'other numbers for people',
    () => ({ type: 'LID_MIGRATION_MAPPING_SYNC', lidMigrationMappingSyncMessage: { encodedMappingPayload: bytes } }),
  ],
  [
    'a history that tells other numbers of people',
    ({ lid }) => {
      const mapping = { pnJid: '6281299900099@s.whatsapp.net', lidJid: `${lid}@lid` };
      const history = { syncType: 'ON_DEMAND', phoneNumberToLidMappings: [mapping] };
      const encoded = proto.HistorySync.encode(proto.HistorySync.fromObject(history)).finish();
      return historyOf({ initialHistBootstrapInlinePayload: deflateSync(encoded).toString('base64') });
    },
  ],
  ['a history to be fetched', () => historyOf({ directPath: HISTORY, mediaKey: bytes, fileEncSha256: bytes })],
  [
    'what somebody else is to have written',
    ({ lid }) => {
      const key = { remoteJid: `${lid}@lid`, fromMe: false, id: '3A00112233445566778899' };
      const lost = proto.WebMessageInfo.encode({
        key,
        message: { conversation: 'ikrar' },
        messageTimestamp: 1,
      }).finish();
      const webMessageInfoBytes = Buffer.from(lost).toString('base64');
      return {
        type: 'PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE',
        peerDataOperationRequestResponseMessage: {
          peerDataOperationRequestType: 'PLACEHOLDER_MESSAGE_RESEND',
          stanzaId: '3A0011223344',
          peerDataOperationResult: [{ placeholderMessageResendResponse: { webMessageInfoBytes } }],
        },
      };
    },
  ],
];

const historyOf = (historySyncNotification: Readonly<Record<string, unknown>>) => ({
  type: 'HISTORY_SYNC_NOTIFICATION',
  historySyncNotification: { syncType: 'ON_DEMAND', ...historySyncNotification },
});

/** The paths that this process asks of anybody, from now on. */
function asked(): readonly string[] {
  const paths: string[] = [];
  const listen = (event: unknown): void => void paths.push(asking.parse(event).request.path);
  subscribe(ASKS, listen);
  onTestFinished(() => void unsubscribe(ASKS, listen));
  return paths;
}

test.each(FORGED)('a stranger hands out %s: nothing is kept or fetched, and nobody answers', async (_, forged) => {
  const [person, other] = [await number.whatsapp.contact(), await number.whatsapp.contact()];
  await person.says('halo');
  await inbox.next();
  await number.whatsapp.settled();
  const before = new Set(await names());
  const paths = asked();
  await person.sendsRaw({ protocolMessage: forged(other) });
  await person.says('lagi');
  await inbox.next();
  await number.whatsapp.settled();
  expect((await names()).filter((name) => !before.has(name))).toEqual([]);
  expect(texts()).toEqual(['halo', 'lagi']);
  expect(await other.receives()).toEqual([]);
  expect(paths).toContain('/settled');
  expect(paths).not.toContain(HISTORY);
});

test.each(['120363000000000001@g.us', '120363000000000002@newsletter', '1700000000@broadcast', 'status@broadcast'])(
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
