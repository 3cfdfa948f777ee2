/**
 * The turn: messages that come while a group is being written gather and go together in the next; one read for all, one
 * write for all, each chat conditional on its own version. What was handled before is not handled again.
 */
import type { Arrival, Channel, ChannelName } from '../channels/channel.ts';
import type { Repertoire } from '../engine/flow.ts';
import type { World } from '../engine/types.ts';
import type { Logger } from '../log.ts';
import type { Keys } from '../secrecy/keys.ts';
import { isAway } from '../storage/away.ts';
import type { PrismaClient } from '../storage/db.ts';
import { type ChatRow, readChats, type TurnRow, writeTurns } from '../storage/turns.ts';
import { chatKey, messageMark } from './chat.ts';
import { type Decision, decide, type Pending } from './decide.ts';
import { type Delivery, LEASE_MS } from './delivery.ts';
import { changesOf, type DueEffect } from './effects.ts';
import { sealEnvelope } from './envelope.ts';
import { Group } from './group.ts';
import { remember, sealSession } from './memory.ts';
import { Quiet } from './quiet.ts';

/** Somebody else wrote a chat first, again and again. The platform will deliver the message once more. */
export class ContendedError extends Error {
  override readonly name = 'ContendedError';
}

export interface TurnsOptions {
  readonly db: PrismaClient;
  readonly keys: Keys;
  readonly house: Repertoire;
  /** The ports of the turns of one group, so that their look-ups can share a query. */
  readonly world: () => Promise<World>;
  readonly delivery: Delivery;
  readonly channel: (name: ChannelName) => Channel | undefined;
  readonly log: Logger;
}

const LARGEST_GROUP = 128;
/** A person who waits longer sees that an answer is being prepared. */
const SLOW_MS = 400;
const MOST_LOST = 20;

export class Turns {
  private readonly options: TurnsOptions;
  private readonly group: Group<Pending>;
  private readonly quiet = new Quiet();

  constructor(options: TurnsOptions) {
    this.options = options;
    this.group = new Group(nextGroup, (items) => this.handle(items));
  }

  /** Takes a message in. Resolves when its turn is committed; rejects when it could not be, and must be delivered again. */
  receive(arrival: Arrival): Promise<void> {
    const { keys } = this.options;
    const channel = this.options.channel(arrival.address.channel);
    const slow = setTimeout(() => channel?.typing(arrival.address), SLOW_MS);
    return new Promise<void>((done, failed) => {
      this.group.add({
        key: chatKey(keys, arrival.address),
        mark: messageMark(keys, arrival),
        sharesContact: channel?.abilities.has('contact') ?? false,
        arrival,
        done,
        failed,
        lost: 0,
      });
    }).finally(() => clearTimeout(slow));
  }

  /** Resolves when no turn is under way. */
  idle(): Promise<void> {
    return this.group.idle();
  }

  private async handle(items: readonly Pending[]): Promise<void> {
    try {
      await this.commit(items);
    } catch (error) {
      // One bad turn must not harm the others: each alone, and only its own sender hears of a failure. When the database
      // itself is away the first one shows it, and the rest need not each wait for the same.
      let fault: unknown = error;
      for (const item of items) {
        if (items.length === 1 || isAway(fault)) item.failed(fault);
        else
          await this.commit([item]).catch((own: unknown) => {
            fault = own;
            item.failed(own);
          });
      }
    }
  }

  private async commit(items: readonly Pending[]): Promise<void> {
    const { db, keys, delivery, log, house } = this.options;
    const sent = delivery.takeSent();
    const keysOfGroup = items.map((item) => item.key);
    const rows = await readChats(db, keysOfGroup, sent.ids).then(sent.forgotten, sent.kept);
    const world = await this.options.world();
    const decisions = await Promise.all(
      items.map((item) => decide(item, rows.get(item.key.hex), { house, keys, world, log })),
    );
    const turns = decisions
      .filter((decision) => decision.kind === 'turn')
      .filter(({ pending, outcome }) => !this.quiet.isSilent(pending.key.hex, outcome.understood));
    const written = await this.write(turns, world.now);
    for (const decision of decisions) {
      const { pending } = decision;
      const row = rows.get(pending.key.hex);
      if (decision.kind === 'repeat') {
        if (row) delivery.sendEarlier(pending.key, row);
        pending.done();
      } else if (written.has(pending.key.hex)) {
        pending.done();
        this.quiet.hears(pending.key.hex, decision.outcome.understood, world.now);
        if (row) delivery.sendEarlier(pending.key, row);
        delivery.send(pending.key, versionAfter(row), envelopeOf(decision));
      } else if (turns.includes(decision)) {
        this.again(pending);
      } else {
        pending.done();
      }
    }
  }

  private async write(turns: readonly Turn[], now: number): Promise<ReadonlySet<string>> {
    if (turns.length === 0) return new Set();
    const { db, keys } = this.options;
    const rows = turns.map((turn) => rowOf(keys, turn));
    const day = new Date(now).toISOString().slice(0, 10);
    const effects = turns.flatMap(({ pending, outcome }) =>
      outcome.effects.map((effect): DueEffect => ({ effect, chat: pending.key.hex, address: pending.arrival.address })),
    );
    return writeTurns(db, rows, changesOf(keys, effects), day, LEASE_MS);
  }

  private again(pending: Pending): void {
    pending.lost += 1;
    if (pending.lost > MOST_LOST) pending.failed(new ContendedError('a chat was written by others again and again'));
    else this.group.add(pending);
  }
}

type Turn = Extract<Decision, { kind: 'turn' }>;

const versionAfter = (row: ChatRow | undefined): number => (row?.version ?? 0) + 1;

const envelopeOf = ({ pending: { arrival }, outcome }: Turn) => ({
  address: arrival.address,
  language: outcome.session.language,
  replies: outcome.replies,
  settles: true,
  ...(arrival.tapped === undefined ? {} : { tapped: arrival.tapped }),
});

function rowOf(keys: Keys, turn: Turn): TurnRow {
  const { pending, row, outcome } = turn;
  return {
    key: pending.key,
    version: versionAfter(row),
    body: sealSession(keys, pending.key.bytes, outcome.session),
    recent: remember(row?.recent ?? new Uint8Array(), pending.mark),
    ...(outcome.replies.length > 0 ? { replies: sealEnvelope(keys, pending.key.bytes, envelopeOf(turn)) } : {}),
  };
}

/** At most one message of a chat in a group: the next must see what this one did. */
function nextGroup(waiting: readonly Pending[]): { now: Pending[]; later: Pending[] } {
  const chats = new Set<string>();
  const now: Pending[] = [];
  const later: Pending[] = [];
  for (const item of waiting) {
    if (now.length < LARGEST_GROUP && !chats.has(item.key.hex)) now.push(item);
    else later.push(item);
    chats.add(item.key.hex);
  }
  return { now, later };
}
