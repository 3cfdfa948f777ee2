import {
  type BinaryNode,
  generateSignalPubKey,
  getBinaryNodeChild,
  getBinaryNodeChildBuffer,
  getBinaryNodeChildUInt,
} from '@whiskeysockets/baileys';
import { ProtocolAddress } from 'libsignal';
import { expect, test } from 'vitest';
import { type Bundle, SignalDevice } from '../../support/whatsapp/device.ts';

const there = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not in the bundle');
  return value;
};

/** What a server hands out of a device. */
function bundleOf(device: SignalDevice): Bundle {
  const user = device.bundleNode('1@lid');
  const bytes = (of: BinaryNode, tag: string): Uint8Array => Uint8Array.from(there(getBinaryNodeChildBuffer(of, tag)));
  const key = (of: BinaryNode) => ({
    keyId: there(getBinaryNodeChildUInt(of, 'id', 3)),
    publicKey: Buffer.from(generateSignalPubKey(bytes(of, 'value'))),
  });
  const signed = there(getBinaryNodeChild(user, 'skey'));
  return {
    registrationId: there(getBinaryNodeChildUInt(user, 'registration', 4)),
    identityKey: Buffer.from(generateSignalPubKey(bytes(user, 'identity'))),
    signedPreKey: { ...key(signed), signature: Buffer.from(bytes(signed, 'signature')) },
    preKey: key(there(getBinaryNodeChild(user, 'key'))),
  };
}

/** A bot and a phone that write to each other. */
function pair() {
  const [bot, phone] = [new SignalDevice(), new SignalDevice()];
  const [ofBot, ofPhone] = [new ProtocolAddress('bot', 0), new ProtocolAddress('phone', 0)];
  const fromPhone = (words: string) => phone.encrypt(ofBot, async () => bundleOf(bot), Buffer.from(words));
  const fromBot = (words: string) => bot.encrypt(ofPhone, async () => bundleOf(phone), Buffer.from(words));
  type Sealed = Awaited<ReturnType<typeof fromBot>>;
  const atBot = async ({ type, body }: Sealed) => (await bot.decrypt(ofPhone, type, body)).toString();
  const atPhone = async ({ type, body }: Sealed) => (await phone.decrypt(ofBot, type, body)).toString();
  return { bot, phone, ofBot, ofPhone, fromPhone, fromBot, atBot, atPhone };
}

test('a message of an old session does not spoil the new one', async () => {
  const { phone, ofBot, fromPhone, fromBot, atBot, atPhone } = pair();
  expect(await atBot(await fromPhone('satu'))).toBe('satu');
  expect(await atPhone(await fromBot('dua'))).toBe('dua');
  expect(await atBot(await fromPhone('tiga'))).toBe('tiga');
  const underWay = await fromBot('empat');
  phone.startAnew(ofBot);
  const anew = await fromPhone('lima');
  expect(await atPhone(underWay)).toBe('empat');
  expect(await atBot(anew)).toBe('lima');
  expect(await atPhone(await fromBot('enam'))).toBe('enam');
});

test('a session does not grow with each answer, and still opens what a few answers have overtaken', async () => {
  const { bot, ofPhone, fromPhone, fromBot, atBot, atPhone } = pair();
  const talk = async (rounds: number): Promise<void> => {
    for (let n = 0; n < rounds; n += 1) {
      await atBot(await fromPhone('tanya'));
      await atPhone(await fromBot('jawab'));
    }
  };
  await talk(10);
  const size = bot.sizeOfSessions(ofPhone);
  await talk(10);
  expect(bot.sizeOfSessions(ofPhone)).toBe(size);
  const late = await fromPhone('terlambat');
  await talk(4);
  expect(await atBot(late)).toBe('terlambat');
  await talk(1);
});
