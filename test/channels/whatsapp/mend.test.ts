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

test('a message of an old session does not spoil the new one', async () => {
  const [bot, phone] = [new SignalDevice(), new SignalDevice()];
  const [ofBot, ofPhone] = [new ProtocolAddress('bot', 0), new ProtocolAddress('phone', 0)];
  const fromPhone = (words: string) => phone.encrypt(ofBot, async () => bundleOf(bot), Buffer.from(words));
  const fromBot = (words: string) => bot.encrypt(ofPhone, async () => bundleOf(phone), Buffer.from(words));
  const read = async (at: SignalDevice, from: ProtocolAddress, { type, body }: Awaited<ReturnType<typeof fromBot>>) =>
    (await at.decrypt(from, type, body)).toString();

  expect(await read(bot, ofPhone, await fromPhone('satu'))).toBe('satu');
  expect(await read(phone, ofBot, await fromBot('dua'))).toBe('dua');
  expect(await read(bot, ofPhone, await fromPhone('tiga'))).toBe('tiga');
  const underWay = await fromBot('empat');
  phone.startAnew(ofBot);
  const anew = await fromPhone('lima');
  expect(await read(phone, ofBot, underWay)).toBe('empat');
  expect(await read(bot, ofPhone, anew)).toBe('lima');
  expect(await read(phone, ofBot, await fromBot('enam'))).toBe('enam');
});
