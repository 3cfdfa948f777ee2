/** A device that speaks Signal: a contact's phone, or the phone the bot is linked to. */
import {
  type BinaryNode,
  Curve,
  encodeBigEndian,
  generateRegistrationId,
  generateSignalPubKey,
  KEY_BUNDLE_TYPE,
  type KeyPair,
  signedKeyPair,
} from '@whiskeysockets/baileys';
import { type ProtocolAddress, SessionBuilder, SessionCipher, SessionRecord, type SignalStorage } from 'libsignal';
import { mendLibsignal } from '../../../src/channels/whatsapp/mend.ts';
import { node } from './nodes.ts';

// A real phone has no such fault.
mendLibsignal();

/** What is needed to write to a device for the first time. */
export type Bundle = Parameters<SessionBuilder['initOutgoing']>[0];

/** `pkmsg` opens a session, `msg` goes on with one. */
export type EncType = 'pkmsg' | 'msg';

const SIGNED_PRE_KEY = 1;
/** libsignal's number for `pkmsg`. */
const OPENS = 3;

export class SignalDevice {
  readonly identity: KeyPair = Curve.generateKeyPair();
  readonly registrationId = generateRegistrationId();
  private readonly signedPreKey = signedKeyPair(this.identity, SIGNED_PRE_KEY);
  private readonly preKeys = new Map<number, KeyPair>();
  private readonly sessions = new Map<string, Uint8Array>();
  /** Addresses whose session serves for reading alone. */
  private readonly stale = new Set<string>();
  private preKeysMade = 0;
  private readonly store: SignalStorage = {
    loadSession: async (address) => {
      const record = this.sessions.get(address);
      return record && SessionRecord.deserialize(record);
    },
    storeSession: async (address, record) => void this.sessions.set(address, record.serialize()),
    isTrustedIdentity: () => true,
    loadPreKey: async (id) => {
      const key = this.preKeys.get(Number(id));
      return key && signalKeys(key);
    },
    removePreKey: (id) => void this.preKeys.delete(Number(id)),
    loadSignedPreKey: () => signalKeys(this.signedPreKey.keyPair),
    getOurRegistrationId: () => this.registrationId,
    getOurIdentity: () => signalKeys(this.identity),
  };

  get registration(): Uint8Array {
    return encodeBigEndian(this.registrationId);
  }

  /** `<user>` of the answer to `iq encrypt/key`, with a one-time key of its own. */
  bundleNode(jid: string): BinaryNode {
    const key = Curve.generateKeyPair();
    this.preKeysMade += 1;
    this.preKeys.set(this.preKeysMade, key);
    const { keyPair, signature } = this.signedPreKey;
    return node('user', { jid }, [
      node('registration', {}, this.registration),
      node('type', {}, KEY_BUNDLE_TYPE),
      node('identity', {}, this.identity.public),
      node('skey', {}, [
        node('id', {}, encodeBigEndian(SIGNED_PRE_KEY, 3)),
        node('value', {}, keyPair.public),
        node('signature', {}, signature),
      ]),
      node('key', {}, [node('id', {}, encodeBigEndian(this.preKeysMade, 3)), node('value', {}, key.public)]),
    ]);
  }

  /** @param bundle asked for where there is no session with the address yet */
  async encrypt(
    to: ProtocolAddress,
    bundle: () => Promise<Bundle>,
    bytes: Uint8Array,
  ): Promise<{ type: EncType; body: Buffer }> {
    if (!this.sessions.has(to.toString()) || this.stale.delete(to.toString())) {
      await new SessionBuilder(this.store, to).initOutgoing(await bundle());
    }
    const { type, body } = await new SessionCipher(this.store, to).encrypt(bytes);
    // libsignal hands out bytes as the characters of a string.
    return { type: type === OPENS ? 'pkmsg' : 'msg', body: Buffer.from(body, 'latin1') };
  }

  async decrypt(from: ProtocolAddress, type: string, bytes: Uint8Array): Promise<Buffer> {
    const cipher = new SessionCipher(this.store, from);
    return type === 'pkmsg' ? cipher.decryptPreKeyWhisperMessage(bytes) : cipher.decryptWhisperMessage(bytes);
  }

  /** How much is kept of the sessions with an address, as JSON. */
  sizeOfSessions(address: ProtocolAddress): number {
    return JSON.stringify(this.sessions.get(address.toString())).length;
  }

  /** The next message opens a new session; what comes in the old one can still be read. */
  startAnew(address: ProtocolAddress): void {
    this.stale.add(address.toString());
  }
}

const signalKeys = (keys: KeyPair): { privKey: Buffer; pubKey: Buffer } => ({
  privKey: Buffer.from(keys.private),
  pubKey: Buffer.from(generateSignalPubKey(keys.public)),
});
