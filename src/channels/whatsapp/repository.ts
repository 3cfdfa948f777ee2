/**
 * Baileys' Signal repository, in which a message that was decrypted is kept before anybody hears that it arrived, and a ratchet
 * that encrypted is kept before what it made leaves.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type BinaryNode, DEFAULT_CONNECTION_CONFIG, proto, type SocketConfig } from '@whiskeysockets/baileys';
import type { Sender } from './envelope.ts';
import type { Kept, KeyStore } from './key-store.ts';
import type { Letter } from './ports.ts';
import { readContent } from './understand.ts';

export interface RepositoryOptions {
  readonly keys: KeyStore;
  /** Who sent a ciphertext; `undefined` when it is no letter to us. */
  readonly senderOf: (ciphertext: Uint8Array) => Sender | undefined;
  /** Whether a ciphertext comes from the phone that holds the number. */
  readonly isOwn: (ciphertext: Uint8Array) => boolean;
  /** What the phone's keys for its own list of chats change, when it hands them out: it does so once. */
  readonly shared: (keys: readonly proto.Message.IAppStateSyncKey[]) => Kept;
  /** A letter was kept. */
  readonly arrived: (name: string, letter: Letter) => void;
}

type Make = SocketConfig['makeSignalRepository'];

export const keepingRepository =
  ({ keys, senderOf, isOwn, shared, arrived }: RepositoryOptions): Make =>
  (auth, logger, lookUp) => {
    const inner = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(auth, logger, lookUp);
    const decryptMessage = inner.decryptMessage.bind(inner);
    const encryptMessage = inner.encryptMessage.bind(inner);
    const injectE2ESession = inner.injectE2ESession.bind(inner);
    const { keys: inTransactions } = auth;
    if (!('transaction' in inTransactions)) throw new TypeError('Baileys gives its keys with transactions');
    // Baileys sends within a transaction of its keys and commits it afterwards: killed between the two, it would encrypt the next
    // message with a key that was used, and the phone could not read it. Outside of that transaction each of these has one of
    // its own, which is written when it resolves, and which no other of the same person overlaps.
    const alone = AsyncLocalStorage.snapshot();
    const kept = <T>(work: () => Promise<T>): Promise<T> => alone(() => keys.durably(work));
    return Object.assign(inner, {
      encryptMessage: (plain: Parameters<typeof encryptMessage>[0]) => kept(() => encryptMessage(plain)),
      injectE2ESession: (bundle: Parameters<typeof injectE2ESession>[0]) => kept(() => injectE2ESession(bundle)),
      decryptMessage: async (sealed: Parameters<typeof decryptMessage>[0]): Promise<Uint8Array> => {
        const sender = senderOf(sealed.ciphertext);
        try {
          const { plain, name, letter } = await keys.together(
            // All in one: Baileys notes a new identity, which ends the session, before the transaction in which it decrypts.
            () => inTransactions.transaction(() => decryptMessage(sealed), sealed.jid),
            (padded) => {
              const bytes = unpadded(padded);
              if (!bytes) return {};
              if (isOwn(sealed.ciphertext)) return shared(sharedIn(bytes));
              const letter = sender && letterOf(sender, bytes);
              return letter ? { letter } : {};
            },
          );
          if (name !== undefined && letter) arrived(name, letter);
          return plain;
        } catch (error) {
          if (!keys.failed) throw error;
          // Whatever this resolved with would be answered with a receipt or a refusal, and either makes the server forget it.
          return new Promise<never>(() => {});
        }
      },
    });
  };

/** Messages between one's own devices, and what only hands out keys, are none. What cannot be read is one: somebody wrote. */
function letterOf(sender: Sender, bytes: Uint8Array): Letter | undefined {
  const letter = { ...sender, content: Buffer.from(bytes).toString('base64') };
  const { deviceSentMessage, protocolMessage } = readContent(bytes) ?? {};
  const isEdit = protocolMessage?.type === proto.Message.ProtocolMessage.Type.MESSAGE_EDIT;
  return deviceSentMessage || (protocolMessage && !isEdit) ? undefined : letter;
}

/** The keys in a message of the number's own phone; mostly none. */
const sharedIn = (bytes: Uint8Array): readonly proto.Message.IAppStateSyncKey[] =>
  readContent(bytes)?.protocolMessage?.appStateSyncKeyShare?.keys ?? [];

/** `undefined` when it is not as every app makes it: Baileys does not take it either, and asks for it again. */
function unpadded(padded: Uint8Array): Uint8Array | undefined {
  const pad = padded.at(-1);
  return pad === undefined || pad > padded.length ? undefined : padded.subarray(0, padded.length - pad);
}

/** The ciphertexts of a stanza, as Baileys hands them on: by identity, for nothing else joins the two. */
export const ciphertextsOf = ({ content }: BinaryNode): readonly Uint8Array[] =>
  Array.isArray(content)
    ? content.flatMap((node) => (node.tag === 'enc' && node.content instanceof Uint8Array ? [node.content] : []))
    : [];
