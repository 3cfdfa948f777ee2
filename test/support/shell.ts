/** The imperative shell over a real database, and a messenger that remembers what it was sent and can be made to fail. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Ability,
  type Address,
  type Arrival,
  type Channel,
  type ChannelName,
  FetchError,
  type Outgoing,
  type Receive,
} from '../../src/channels/channel.ts';
import { contactKey } from '../../src/conversation/chat.ts';
import { Delivery, type DeliveryOptions } from '../../src/conversation/delivery.ts';
import { openDesk } from '../../src/conversation/desk.ts';
import { Holds } from '../../src/conversation/holds.ts';
import { clearOwnSide } from '../../src/conversation/own-side.ts';
import { Paces } from '../../src/conversation/pace.ts';
import { Traffic } from '../../src/conversation/traffic.ts';
import { Trails } from '../../src/conversation/trails.ts';
import { Turns } from '../../src/conversation/turns.ts';
import { Unasked } from '../../src/conversation/unasked.ts';
import { secureRandom, worlds } from '../../src/conversation/world.ts';
import type { ReceiptCode } from '../../src/domain/receipt.ts';
import type { Act, Calendar, Media, World } from '../../src/engine/types.ts';
import { REPERTOIRE } from '../../src/flows/index.ts';
import { createI18n } from '../../src/i18n.ts';
import { createLog, type Logger } from '../../src/log.ts';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import { Keys } from '../../src/secrecy/keys.ts';
import { recordBlocked } from '../../src/storage/contact-writing.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import { MemoryWorld } from './world.ts';

export const SECRET = 'a root secret that only tests ever use';
export const keys = new Keys(SECRET);
export const i18n = createI18n({ strict: true });

/** Replicas share the folder of epoch keys. */
export const EPOCHS: string = mkdtempSync(join(tmpdir(), 'ikrar-epochs-'));
process.once('exit', () => rmSync(EPOCHS, { recursive: true, force: true }));

/** Ids of messages never repeat, whichever box they come through. */
let messages = 0;

/** A messenger without a network: what is sent lies in `sent`. */
export class Postbox implements Channel {
  readonly name: ChannelName;
  readonly abilities: ReadonlySet<Ability>;
  readonly sent: { readonly to: string; readonly message: Outgoing }[] = [];
  /** What can be fetched, by its reference. */
  readonly files = new Map<string, Uint8Array>();
  readonly erased: { readonly from: string; readonly names: readonly string[] }[] = [];
  /** Whether this process has the account. */
  held = true;
  /** Consulted before each send; may throw a SendError or wait. */
  beforeSend: (to: string) => Promise<void> | void = () => undefined;
  /** Awaited before each file that is fetched. */
  beforeFetch: () => Promise<void> | void = () => undefined;

  constructor(name: 'telegram' | 'whatsapp' = 'telegram') {
    this.name = name;
    this.abilities = new Set(name === 'telegram' ? ['buttons', 'contact', 'erase'] : ['sender']);
  }

  readonly receipts = undefined;
  async start(_receive: Receive): Promise<void> {}
  async stop(): Promise<void> {}
  typing(): void {}
  trouble(): undefined {}

  async send(address: Address, message: Outgoing): Promise<readonly string[]> {
    await this.beforeSend(address.id);
    return [`sent${this.sent.push({ to: address.id, message })}`];
  }

  holds(): boolean {
    return this.held;
  }

  mayRemind(): boolean {
    return true;
  }

  async fetch(media: Media): Promise<Uint8Array> {
    await this.beforeFetch();
    const bytes = this.files.get(media.ref);
    if (!bytes) throw new FetchError('gone');
    return bytes;
  }

  async erase(address: Address, names: readonly string[]): Promise<void> {
    this.erased.push({ from: address.id, names });
  }

  to(id: string): readonly Outgoing[] {
    return this.sent.filter((one) => one.to === id).map((one) => one.message);
  }

  /** The data of a choice on the last message that offers it. */
  button(id: string, choice: string): string {
    const found = this.to(id)
      .flatMap((message) => message.choices)
      .findLast((one) => one.data.endsWith(`:${choice}`));
    if (!found) throw new Error(`no choice «${choice}» was shown`);
    return found.data;
  }

  arrival(id: string, act: Act, messageId = `m${++messages}`): Arrival {
    const person = act.kind === 'tap' ? { tapped: 'last' } : { erasable: messageId };
    return { address: { channel: this.name, id }, messageId, act, ...person };
  }
}

/** Turns and their delivery over a channel. */
export interface Service {
  readonly turns: Turns;
  readonly delivery: Delivery;
  readonly unasked: Unasked;
  readonly traffic: Traffic;
  readonly epochs: EpochKeys;
  /** Resolves when every reply was sent and forgotten. */
  quiet(): Promise<void>;
}

export interface Shell extends Service {
  readonly box: Postbox;
  says(chat: string, text: string): Promise<void>;
  taps(chat: string, choice: string): Promise<void>;
}

type MakeFile = DeliveryOptions['file'];
/** Stands for a certificate. */
export const makeFile: MakeFile = async ({ form }) => ({
  name: `${form}.pdf`,
  type: 'application/pdf',
  bytes: Buffer.from('%PDF'),
});

export interface Wish {
  readonly log?: Logger;
  /** Draws what hangs on a reply. */
  readonly file?: MakeFile;
  /** Draws the codes of reports. */
  readonly receipt?: () => ReceiptCode;
  /** Awaited in every group of turns. */
  readonly before?: () => Promise<void>;
}

/** Wires the turns of one process to a channel. `now` is its clock. */
export function service(
  db: PrismaClient,
  calendar: Calendar,
  now: () => number,
  channel: Channel,
  {
    log = createLog(process.env['LOG_LEVEL'] ?? 'silent'),
    file = makeFile,
    receipt = secureRandom.receipt,
    before = async () => {},
  }: Wish = {},
): Service {
  const epochs = new EpochKeys(EPOCHS, keys);
  const living = () => epochs.living(now());
  const kept = () => epochs.kept(now());
  const [trails, paces, traffic] = [new Trails(), new Paces(now), new Traffic()];
  const holds = new Holds({ db, traffic, log });
  const blocked = (address: Address): Promise<void> =>
    recordBlocked(db, { key: contactKey(keys, address), channel: address.channel, day: '2026-11-17' });
  const unasked = new Unasked({ i18n, channel: () => channel, traffic, holds, blocked, log });
  const desk = openDesk({ db, keys, living, kept, paces, now, log });
  const random = { ...secureRandom, receipt };
  const world = worlds({ db, keys, i18n, now, random, calendar: async () => calendar, desk });
  const delivery = new Delivery({
    db,
    living,
    trails,
    traffic,
    holds,
    now,
    i18n,
    log,
    channel: () => channel,
    file,
    blocked,
    clear: async (chat, address) => clearOwnSide({ db, epoch: await epochs.current(now()) }, chat, address, now()),
  });
  const turns = new Turns({
    db,
    keys,
    house: REPERTOIRE,
    log,
    delivery,
    world: async () => {
      await before();
      return world();
    },
    now,
    channel: () => channel,
    epochs,
    trails,
    paces,
  });
  return {
    turns,
    delivery,
    unasked,
    traffic,
    epochs,
    quiet: async () => {
      await turns.idle();
      await delivery.settled();
    },
  };
}

/** A service whose messenger is a postbox. */
export function shell(
  db: PrismaClient,
  calendar: Calendar,
  now: () => number,
  box: Postbox = new Postbox(),
  wish: Wish = {},
): Shell {
  const made = service(db, calendar, now, box, wish);
  const { turns, delivery } = made;
  return {
    ...made,
    box,
    says: (chat, text) => turns.receive(box.arrival(chat, { kind: 'text', text })),
    taps: async (chat, choice) => {
      await delivery.settled();
      await turns.receive(box.arrival(chat, { kind: 'tap', data: box.button(chat, choice) }));
    },
  };
}

/** The calendar of a world in memory. */
export const calendarOf = (world: World = new MemoryWorld(i18n)): Calendar => world.calendar;
