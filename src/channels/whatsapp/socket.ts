/** One connection to WhatsApp, from its first byte to its last. */
import type { IncomingMessage } from 'node:http';
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
  type WAVersion,
} from '@whiskeysockets/baileys';
import { z } from 'zod';
import { Acks } from './acks.ts';
import { type Ending, endingOf, NotWhatsAppError } from './closing.ts';
import { sharedKeys, writeCredentials } from './credentials.ts';
import { keptBack, type Sender, senderOf } from './envelope.ts';
import { hushLibsignal } from './hush.ts';
import { inOrder } from './in-order.ts';
import { keepPairingFirst } from './keep-pairing.ts';
import { KeyStore } from './key-store.ts';
import { mendLibsignal } from './mend.ts';
import { heedMoves, type Move } from './moves.ts';
import type { Letter, Safe } from './ports.ts';
import { ciphertextsOf, keepingRepository } from './repository.ts';
import { SILENT } from './silent.ts';
import { UNREADABLE, VIEW_ONCE } from './understand.ts';

/** Whom to call, and as what. */
export interface Endpoint {
  /** `wss:`, or a loopback server; WhatsApp's own when absent. */
  readonly url?: string | undefined;
  /** The version of WhatsApp Web that we are taken for; Baileys' own when absent. */
  readonly version?: WAVersion | undefined;
}

export interface SocketOptions {
  readonly safe: Safe;
  readonly credentials: AuthenticationCreds;
  readonly endpoint: Endpoint;
  readonly arrived: (name: string, letter: Letter) => void;
  /** A QR is to be scanned with the phone, within 20 s. */
  readonly pairing: (qr: string) => void;
  /** Somebody rings. */
  readonly rung: (call: { readonly id: string; readonly chat: string }) => void;
  /** WhatsApp refuses a message after nobody waits for that any more. */
  readonly refusedLate: (code: number) => void;
  /** A message of ours, by its id, is on the phone of whom it was for, or was read there. */
  readonly received: (id: string) => void;
  /** Somebody has another LID. Awaited before WhatsApp is told that we know, and before any message that comes later. */
  readonly moved: (move: Move) => Promise<void>;
  readonly opened: () => void;
  /** It is over, and why. */
  readonly closed: (why: Ending) => void;
}

/** A connection, and what is heard on it. */
export interface OpenSocket {
  readonly socket: WASocket;
  readonly acks: Acks;
  end(): void;
}

export function openSocket({ safe, credentials, endpoint: { url, version }, ...on }: SocketOptions): OpenSocket {
  hushLibsignal();
  mendLibsignal();
  const acks = new Acks(on.refusedLate);
  const senders = new WeakMap<Uint8Array, Sender>();
  const own = new WeakSet<Uint8Array>();
  let over = false;
  let saving: Promise<unknown> = Promise.resolve();
  const close = (why: Ending): void => {
    if (over) return;
    over = true;
    acks.drop();
    // Whoever connects next reads the credentials that this connection has changed.
    void saving.finally(() => on.closed(why));
  };
  /** Whoever wrote it must hear that it cannot be read here. */
  const keepUnreadable = async (sender: Sender, content: string): Promise<void> => {
    const letter = { ...sender, content };
    const { name } = await keys.together(
      async () => undefined,
      () => ({ letter }),
    );
    if (name !== undefined) on.arrived(name, letter);
  };
  const keepsNothing = (): void => {
    // At once, not by Baileys' own farewell: no receipt and no refusal may leave any more.
    ignore();
    void socket.end(undefined);
    close({ code: undefined, cause: 'a message could not be kept' });
  };
  const keys = new KeyStore(safe, keepsNothing);
  const socket = makeWASocket({
    auth: { creds: credentials, keys },
    logger: SILENT,
    ...(url === undefined ? {} : { waWebSocketUrl: url }),
    ...(version === undefined ? {} : { version }),
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
  // Baileys listens to this and does nothing about it: the connection would begin for ever.
  socket.ws.on('unexpected-response', (_: unknown, { statusCode }: IncomingMessage) => {
    void socket.end(new NotWhatsAppError(`HTTP ${statusCode}`));
  });
  keepPairingFirst(socket, credentials, (paired) => writeCredentials(safe, paired));
  let moving = Promise.resolve();
  heedMoves(socket, (move) => {
    moving = moving.then(() => on.moved(move));
    // Whoever moved would begin a chat of their own.
    moving.catch(keepsNothing);
    return moving;
  });
  const ignore = inOrder(socket, async (node) => {
    await moving;
    const { me } = credentials;
    const ours = [me?.id, me?.lid].flatMap((jid) => (jid ? jidNormalizedUser(jid) : []));
    const sender = senderOf(node, ours);
    if (sender) for (const ciphertext of ciphertextsOf(node)) senders.set(ciphertext, sender);
    const kept = keptBack(node);
    if (sender && kept) await keepUnreadable(sender, kept === 'view once' ? VIEW_ONCE : UNREADABLE);
    if (ours.includes(jidNormalizedUser(node.attrs['from']))) for (const one of ciphertextsOf(node)) own.add(one);
  });
  socket.ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => acks.take(attrs));
  socket.ev.on('call', (calls) => {
    for (const { id, from, status: what, isGroup } of calls) {
      if (what === 'offer' && !isGroup) on.rung({ id, chat: jidNormalizedUser(from) });
    }
  });
  // { key: { remoteJid: '…@lid', fromMe: true, id: '3EB0…' }, update: { status: 3 } }
  socket.ev.on('messages.update', (updates) => {
    for (const { key, update } of updates) if (key.fromMe && key.id && isThere(update.status)) on.received(key.id);
  });
  socket.ev.on('creds.update', (changed) => {
    Object.assign(credentials, changed);
    saving = saving.then(() => writeCredentials(safe, credentials)).catch(() => socket.end(undefined));
  });
  socket.ev.on('connection.update', ({ connection, qr, lastDisconnect }: Partial<ConnectionState>) => {
    if (qr !== undefined) on.pairing(qr);
    if (connection === 'open') on.opened();
    if (connection === 'close') close(endingOf(lastDisconnect?.error));
  });
  return { socket, acks, end: () => void socket.end(undefined) };
}

const isThere = (status: proto.WebMessageInfo.Status | null | undefined): boolean =>
  (status ?? 0) >= proto.WebMessageInfo.Status.DELIVERY_ACK;

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
