/** Our own WhatsApp, for one bot: the server's side of its multi-device protocol. */
import { type BinaryNode, Curve, type proto, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import type { WebSocket } from 'ws';
import { Account } from './account.ts';
import { AppState } from './app-state.ts';
import { noiseChain } from './certificates.ts';
import { Changes } from './changes.ts';
import { Connection } from './connection.ts';
import { type Contact, newId } from './contact.ts';
import type { Bundle, SignalDevice } from './device.ts';
import { FROM_BOT } from './from-bot.ts';
import { Mailbox } from './mailbox.ts';
import { MediaHost } from './media.ts';
import { node, seconds } from './nodes.ts';
import { offerPairing } from './pairing.ts';
import { People } from './people.ts';
import { answerQuery } from './queries.ts';

/** Below so many one-time keys the bot is told to bring more. */
const FEW_KEYS = 10;

export class FakeWhatsApp {
  readonly account = new Account();
  readonly media = new MediaHost();
  readonly mailbox = new Mailbox();
  readonly changes = new Changes();
  readonly people = new People(this);
  readonly appState = new AppState(this);
  /** Answers to the bot's next messages, in place of taking them. */
  readonly failures: { readonly code: number; readonly delayMs: number }[] = [];
  /** Addresses that the bot has written to although nobody is there. */
  readonly astray: string[] = [];
  /** New connections are cut at once. */
  refusing = false;
  /** How long a new connection takes to open, ms. */
  openingMs = 0;
  /** New connections are answered with this status of HTTP, as a proxy would. */
  httpStatus: number | undefined;
  /** How many were. */
  turnedAway = 0;
  /** What version of WhatsApp Web the client said it was, last: `2.3000.1`. */
  version: string | undefined;
  /** Logins are answered with this failure. */
  rejection: number | undefined;
  /** How often a device that is linked has logged in. */
  logins = 0;
  /** How often a client without a number was offered to be linked. */
  offered = 0;
  /** The address that a pairing code was asked for last. */
  asked: string | undefined;
  connection: Connection | undefined;
  private readonly identity = Curve.generateKeyPair();
  private readonly certificates = noiseChain(this.identity.public);

  /** What a client must be told to trust: Curve25519, 32 bytes. */
  get root(): Uint8Array {
    return this.certificates.root;
  }

  accept(socket: WebSocket): void {
    if (this.refusing) {
      socket.terminate();
      return;
    }
    new Connection(socket, this.identity, this.certificates.chain, {
      introduced: (connection, payload) => this.introduced(connection, payload),
      node: (connection, stanza) => this.take(connection, stanza),
      closed: (connection) => {
        if (this.connection === connection) this.connection = undefined;
        this.changes.happened();
      },
    });
  }

  deviceOf(user: string): SignalDevice | undefined {
    return this.account.isOwn(user) ? this.account.phone : this.people.find(user)?.device;
  }

  /** Keys to write to the bot with; waits until it has brought some. */
  async bundle(): Promise<Bundle> {
    const bundle = await this.changes.until(() => this.account.takeBundle());
    const left = this.account.keys?.left ?? 0;
    if (left < FEW_KEYS && this.connection?.online) {
      const attributes = { from: S_WHATSAPP_NET, type: 'encrypt', id: newId(), t: seconds() };
      this.connection.send(node('notification', attributes, [node('count', { value: String(left) })]));
    }
    return bundle;
  }

  /** Keeps a message until the bot has answered for it. */
  deliverMessage(sender: string, stanza: BinaryNode): void {
    this.mailbox.put(sender, stanza);
    if (this.connection?.online) this.connection.send(stanza);
    this.changes.happened();
  }

  /** Keeps a notice until the bot has answered for it. */
  deliverNotice(attributes: { readonly type: string }, content: BinaryNode): void {
    const id = newId();
    const stanza = node('notification', { from: S_WHATSAPP_NET, id, t: seconds(), ...attributes }, [content]);
    this.mailbox.putNotice(id, stanza);
    if (this.connection?.online) this.connection.send(stanza);
  }

  deliverOther(stanza: BinaryNode): void {
    if (this.connection?.online) this.connection.send(stanza);
    else this.mailbox.putOther(stanza);
  }

  /** @param type `read`, `retry`; `undefined`: delivered */
  sendReceipt(person: Contact, id: string, type: string | undefined, content?: BinaryNode[]): void {
    this.deliverOther(node('receipt', { from: person.jid, id, t: seconds(), type }, content));
  }

  codeAsked(jid: string): void {
    this.asked = jid;
    this.changes.happened();
  }

  /** The client has signed: it is a device of the account now, and must connect anew. */
  linked(connection: Connection): void {
    this.account.paired = true;
    this.mailbox.empty();
    this.appState.forget();
    connection.send(streamError(515));
    this.changes.happened();
  }

  unlinked(): void {
    this.account.paired = false;
    this.changes.happened();
  }

  /** Ends the connection with a word: 401 unlinks the device, as when its owner does that on the phone. */
  streamError(code: number, conflict?: string): void {
    if (code === 401) this.unlinked();
    this.connection?.send(streamError(code, conflict));
  }

  /** The client is ready: first what has waited, then what comes. */
  goOnline(connection: Connection): void {
    const waiting = this.mailbox.waiting();
    const count = String(waiting.length);
    const messages = String(waiting.filter(({ tag }) => tag === 'message').length);
    connection.send(node('ib', { from: S_WHATSAPP_NET }, [node('offline_preview', { count, message: messages })]));
    for (const stanza of waiting) connection.send(stanza);
    connection.send(node('ib', { from: S_WHATSAPP_NET }, [node('offline', { count })]));
    connection.online = true;
    this.changes.happened();
    // Not awaited: it needs keys that the bot may still be bringing.
    void this.appState.share();
  }

  private introduced(connection: Connection, payload: proto.ClientPayload): void {
    const former = this.connection;
    this.connection = connection;
    const { primary, secondary, tertiary } = payload.userAgent?.appVersion ?? {};
    this.version = [primary, secondary, tertiary].join('.');
    const { username, device } = payload;
    if (!username) {
      offerPairing(connection);
      this.offered += 1;
      this.changes.happened();
      return;
    }
    const rejection = this.account.knows(String(username), device) ? this.rejection : 401;
    if (rejection !== undefined) {
      connection.send(node('failure', { reason: String(rejection), location: 'loopback' }));
      return;
    }
    this.logins += 1;
    // One connection a device: the newer one wins.
    former?.send(streamError(undefined, 'replaced'));
    const { lidJid } = this.account;
    connection.send(node('success', { t: seconds(), lid: lidJid, props: '27', creation: '1700000000' }));
  }

  private async take(connection: Connection, stanza: BinaryNode): Promise<void> {
    if (stanza.tag === 'iq') await answerQuery(this, connection, stanza);
    else await FROM_BOT.get(stanza.tag)?.(this, connection, stanza);
  }
}

const streamError = (code: number | undefined, conflict?: string): BinaryNode =>
  node('stream:error', { code: code === undefined ? undefined : String(code) }, [
    ...(conflict === undefined ? [] : [node('conflict', { type: conflict })]),
  ]);
