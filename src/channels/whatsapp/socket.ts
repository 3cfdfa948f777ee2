/** One connection to WhatsApp, from its first byte to its last. */
import {
  type AuthenticationCreds,
  type BinaryNode,
  type ConnectionState,
  isLidUser,
  isPnUser,
  jidNormalizedUser,
  makeWASocket,
  proto,
  type UserFacingSocketConfig,
  type WASocket,
} from '@whiskeysockets/baileys';
import { z } from 'zod';
import { Acks } from './acks.ts';
import { sharedKeys, writeCredentials } from './credentials.ts';
import { type Sender, senderOf } from './envelope.ts';
import { KeyStore } from './key-store.ts';
import type { Letter, Safe } from './ports.ts';
import { ciphertextsOf, keepingRepository } from './repository.ts';
import { SILENT } from './silent.ts';

export interface SocketOptions {
  readonly safe: Safe;
  readonly credentials: AuthenticationCreds;
  /** Where WhatsApp is: `wss:`, or a loopback server. */
  readonly url: string | undefined;
  readonly arrived: (name: string, letter: Letter) => void;
  /** A QR is to be scanned with the phone, within 20 s. */
  readonly pairing: (qr: string) => void;
  /** Somebody rings. */
  readonly rung: (call: { readonly id: string; readonly chat: string }) => void;
  readonly opened: () => void;
  /** It is over. @param code why, as Baileys and the server number it */
  readonly closed: (code: number | undefined) => void;
}

/** A connection, and what is heard on it. */
export interface OpenSocket {
  readonly socket: WASocket;
  readonly acks: Acks;
  end(): void;
}

const status = z.object({ output: z.object({ statusCode: z.number() }) });

export function openSocket({ safe, credentials, url, ...on }: SocketOptions): OpenSocket {
  const acks = new Acks();
  const senders = new WeakMap<Uint8Array, Sender>();
  const own = new WeakSet<Uint8Array>();
  let over = false;
  let saving: Promise<unknown> = Promise.resolve();
  const close = (code: number | undefined): void => {
    if (over) return;
    over = true;
    acks.drop();
    // Whoever connects next reads the credentials that this connection has changed.
    void saving.finally(() => on.closed(code));
  };
  const keys = new KeyStore(safe, () => {
    // At once, not by Baileys' own farewell: no receipt and no refusal may leave any more.
    socket.ws.removeAllListeners('CB:message');
    void socket.end(undefined);
    close(undefined);
  });
  const socket = makeWASocket({
    auth: { creds: credentials, keys },
    logger: SILENT,
    ...(url === undefined ? {} : { waWebSocketUrl: url }),
    markOnlineOnConnect: false,
    syncFullHistory: false,
    shouldSyncHistoryMessage: () => false,
    enableRecentMessageCache: false,
    // All others stand behind a message that cannot be read: it is asked for again at once, of whoever sent it.
    retryRequestDelayMs: 0,
    placeholderResendCache: ASKED_ALREADY,
    // What cannot be kept fails at once: whoever sent it tries again. Baileys would try for half a minute, with all others behind it.
    transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
    shouldIgnoreJid: (jid) => !isLidUser(jid) && !isPnUser(jid),
    getMessage: async ({ id }) => messageOf(id === null || id === undefined ? undefined : await safe.findCopy(id)),
    makeSignalRepository: keepingRepository({
      keys,
      senderOf: (ciphertext) => senders.get(ciphertext),
      isOwn: (ciphertext) => own.has(ciphertext),
      shared: (shares) => sharedKeys(credentials, shares),
      arrived: on.arrived,
    }),
  });
  socket.ws.prependListener('CB:message', (node: BinaryNode) => {
    const { me } = credentials;
    const ours = [me?.id, me?.lid].flatMap((jid) => (jid ? jidNormalizedUser(jid) : []));
    const sender = senderOf(node, ours);
    if (sender) for (const ciphertext of ciphertextsOf(node)) senders.set(ciphertext, sender);
    if (ours.includes(jidNormalizedUser(node.attrs['from']))) for (const one of ciphertextsOf(node)) own.add(one);
  });
  socket.ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => acks.take(attrs));
  socket.ev.on('call', (calls) => {
    for (const { id, from, status: what, isGroup } of calls) {
      if (what === 'offer' && !isGroup) on.rung({ id, chat: jidNormalizedUser(from) });
    }
  });
  socket.ev.on('creds.update', (changed) => {
    Object.assign(credentials, changed);
    saving = saving.then(() => writeCredentials(safe, credentials)).catch(() => socket.end(undefined));
  });
  socket.ev.on('connection.update', ({ connection, qr, lastDisconnect }: Partial<ConnectionState>) => {
    if (qr !== undefined) on.pairing(qr);
    if (connection === 'open') on.opened();
    if (connection === 'close') close(status.safeParse(lastDisconnect?.error).data?.output.statusCode);
  });
  return { socket, acks, end: () => void socket.end(undefined) };
}

const messageOf = (bytes: Uint8Array | undefined): proto.IMessage | undefined => bytes && proto.Message.decode(bytes);

/**
 * Baileys would ask the phone that holds the number, after two seconds, for what it could not read, and hand what comes on to
 * those who listen for messages: here nobody does. It asks once, and this says of each message that it has.
 */
const ASKED_ALREADY: NonNullable<UserFacingSocketConfig['placeholderResendCache']> = {
  get: <T>() => z.custom<T>(() => true).parse(true),
  set: () => {},
  del: () => {},
  flushAll: () => {},
};
