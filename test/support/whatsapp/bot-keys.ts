/** The keys that the bot has left on the server, so that people can write to it. */
import { type BinaryNode, generateSignalPubKey, getBinaryNodeChildren } from '@whiskeysockets/baileys';
import type { Bundle } from './device.ts';
import { bytesOf, childOf, numberOf } from './nodes.ts';

type SignedPreKey = Bundle['signedPreKey'];
type PreKey = Bundle['preKey'];

export class BotKeys {
  private readonly registrationId: number;
  private readonly identityKey: Uint8Array;
  private signedPreKey: SignedPreKey;
  private readonly preKeys: PreKey[] = [];

  /** @param upload `<iq xmlns="encrypt" type="set">`: registration, identity, skey, list of key */
  constructor(upload: BinaryNode) {
    this.registrationId = numberOf(upload, 'registration', 4);
    this.identityKey = generateSignalPubKey(bytesOf(upload, 'identity'));
    this.signedPreKey = signedPreKeyOf(upload);
    this.add(upload);
  }

  /** One-time keys that are left. */
  get left(): number {
    return this.preKeys.length;
  }

  add(upload: BinaryNode): void {
    this.rotate(upload);
    for (const key of getBinaryNodeChildren(childOf(upload, 'list'), 'key')) this.preKeys.push(preKeyOf(key));
  }

  /** @param parent of the new `<skey>` */
  rotate(parent: BinaryNode): void {
    this.signedPreKey = signedPreKeyOf(parent);
  }

  /** `undefined` while no one-time key is left. */
  take(): Bundle | undefined {
    const { registrationId, identityKey, signedPreKey } = this;
    const preKey = this.preKeys.shift();
    return preKey && { registrationId, identityKey, signedPreKey, preKey };
  }
}

const preKeyOf = (key: BinaryNode): PreKey => ({
  keyId: numberOf(key, 'id', 3),
  publicKey: generateSignalPubKey(bytesOf(key, 'value')),
});

function signedPreKeyOf(parent: BinaryNode): SignedPreKey {
  const key = childOf(parent, 'skey');
  return { ...preKeyOf(key), signature: bytesOf(key, 'signature') };
}
