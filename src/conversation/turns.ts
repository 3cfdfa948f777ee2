/**
 * The turn: messages that come while a group is being written gather and go together in the next; one read for all, one
 * write for all, each chat conditional on its own version. What was handled before is not handled again.
 */
import type { Arrival, Channel, ChannelName } from '../channels/channel.ts';
import type { Repertoire } from '../engine/flow.ts';
import { isErasable, isErasableInFront } from '../engine/frame.ts';
import type { Effect, Session, World } from '../engine/types.ts';
import type { Logger } from '../log.ts';
import type { EpochKey, EpochKeys } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import { isAway } from '../storage/away.ts';
import type { PrismaClient } from '../storage/db.ts';
import { type ChatRow, readChats, remember, type TurnRow, writeTurns } from '../storage/turns.ts';
import { chatKey, messageMark, pledgeChat } from './chat.ts';
import { chatName, type Decision, decide, type Pending } from './decide.ts';
import { type Delivery, LEASE_MS } from './delivery.ts';
import { deskChanges } from './desk-effects.ts';
import { changesOf, type DueEffect } from './effects.ts';
import { type Envelope, sealEnvelope } from './envelope.ts';
import { Group } from './group.ts';
import { Held, type HeldChat } from './held.ts';
import { sealSession } from './memory.ts';
import type { Paces } from './pace.ts';
import { Quiet } from './quiet.ts';
import type { Trails } from './trails.ts';

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
  /** The clock, ms since 1970. */
  readonly now: () => number;
  readonly delivery: Delivery;
  readonly channel: (name: ChannelName) => Channel | undefined;
  readonly epochs: EpochKeys;
  readonly trails: Trails;
  readonly paces: Paces;
  /** Told what turns have changed, once that is written: what is to be done outside a turn can begin. */
  readonly nudge?: (effects: readonly Effect[]) => void;
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
  private readonly held: Held;

  constructor(options: TurnsOptions) {
    this.options = options;
    this.held = new Held(options.now);
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
        erases: channel?.abilities.has('erase') ?? false,
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
    const { db, keys, delivery, log, house, epochs } = this.options;
    const sent = delivery.takeSent();
    const held = new Map(items.map(({ key }) => [key.hex, this.held.get(key.hex)]));
    const wanted = items.map(({ key }) => ({ key, ...versionOf(held.get(key.hex)) }));
    const rows = await readChats(db, wanted, sent.ids).then(sent.forgotten, sent.kept);
    const world = await this.options.world();
    const epochOf = (id: number) => epochs.find(id, world.now);
    const decisions = await Promise.all(
      items.map((item) =>
        decide(item, rows.get(item.key.hex), held.get(item.key.hex), { house, keys, epochOf, world, log }),
      ),
    );
    const turns = decisions
      .filter((decision) => decision.kind === 'turn')
      .filter(({ outcome }) => !outcome.unheard)
      .filter(({ pending, outcome }) => !this.quiet.isSilent(pending.key.hex, outcome.understood));
    const trails = new Map(turns.map((turn) => [turn, this.options.trails.of(turn.pending.key.hex)]));
    const written = await this.write(turns, trails, world.now);
    for (const decision of decisions) {
      const { pending } = decision;
      const row = rows.get(pending.key.hex);
      if (decision.kind === 'repeat') {
        if (row) delivery.sendEarlier(pending.key, row);
        pending.done();
      } else if (written.has(pending.key.hex)) {
        pending.done();
        this.quiet.hears(pending.key.hex, decision.outcome.understood, world.now);
        this.committed(decision, trails.get(decision) ?? []);
        if (row) delivery.sendEarlier(pending.key, row);
        delivery.send(pending.key, versionAfter(row), envelopeOf(house, decision, world.now));
      } else if (turns.includes(decision)) {
        this.again(pending);
      } else {
        pending.done();
      }
    }
  }

  /** @param trails what of each turn's messages only memory knows */
  private async write(
    turns: readonly Turn[],
    trails: ReadonlyMap<Turn, readonly string[]>,
    now: number,
  ): Promise<ReadonlySet<string>> {
    if (turns.length === 0) return new Set();
    const { db, keys, house, epochs } = this.options;
    const epoch = await epochs.current(now);
    const trailOf = (turn: Turn): readonly string[] => trailAfter(house, turn, trails.get(turn) ?? []);
    const rows = turns.map((turn) =>
      rowOf({ house, keys, epoch, now }, turn, sessionAfter(house, turn, trailOf(turn))),
    );
    const day = new Date(now).toISOString().slice(0, 10);
    const effects = turns.flatMap((turn) => effectsOf(turn, trailOf(turn)));
    const means = { db, keys, epoch, kept: () => epochs.kept(now) };
    const changes = [...changesOf(keys, effects), ...(await deskChanges(means, effects, now))];
    return writeTurns(db, rows, changes, day, LEASE_MS);
  }

  /**
   * What only memory knows of a turn that was written.
   *
   * @param noted the names it took into its session; more may have come while it was written
   */
  private committed(turn: Turn, noted: readonly string[]): void {
    const { house, keys, trails, paces } = this.options;
    const { pending, row, recent, outcome } = turn;
    const { key, arrival } = pending;
    const session = sessionAfter(house, turn, trailAfter(house, turn, noted));
    this.held.put(key.hex, { version: versionAfter(row), recent: remember(recent, pending.mark), session });
    trails.forget(key.hex, noted);
    for (const effect of outcome.effects) {
      if (effect.type === 'report_filed') paces.reported(pledgeChat(keys, arrival.address), effect.code);
      if (effect.type === 'code_guessed') paces.guessed(pledgeChat(keys, arrival.address));
    }
    this.options.nudge?.(outcome.effects);
  }

  private again(pending: Pending): void {
    pending.lost += 1;
    if (pending.lost > MOST_LOST) pending.failed(new ContendedError('a chat was written by others again and again'));
    else this.group.add(pending);
  }
}

type Turn = Extract<Decision, { kind: 'turn' }>;

function effectsOf({ pending, outcome }: Turn, names: readonly string[]): readonly DueEffect[] {
  const { arrival, key } = pending;
  const spare = arrival.tapped === undefined ? {} : { spare: arrival.tapped };
  const trail = { language: outcome.session.language, names, ...spare };
  return outcome.effects.map((effect) => ({ effect, chat: key.hex, address: arrival.address, trail }));
}

/** The messages of a conversation so far: as the session has them, those we sent since, and the one that just came. */
function trailAfter(house: Repertoire, turn: Turn, noted: readonly string[]): readonly string[] {
  const { erasable } = turn.pending.arrival;
  const own = erasable !== undefined && isPart(house, turn) ? [erasable] : [];
  return [...(turn.before.trail ?? []), ...noted, ...own];
}

/** Whether what is said in a turn is part of a conversation that can be erased: a pledge in front of one is not. */
const isPart = (house: Repertoire, { pending: { arrival }, before, outcome }: Turn): boolean =>
  arrival.act.kind === 'news' || isErasableInFront(house, before) || isErasableInFront(house, outcome.session);

/** How long a receipt code may wait to be sent, ms. */
const CODE_WAITS_MS = 3_600_000;

/** What the chat remembers once the turn is written. */
const sessionAfter = (house: Repertoire, { outcome: { session } }: Turn, trail: readonly string[]): Session =>
  isErasable(house, session) ? { ...session, trail } : session;

const versionOf = (held: HeldChat | undefined): { held?: number } => (held ? { held: held.version } : {});

const versionAfter = (row: ChatRow | undefined): number => (row?.version ?? 0) + 1;

function envelopeOf(house: Repertoire, turn: Turn, now: number): Envelope {
  const { arrival } = turn.pending;
  const { session, replies } = turn.outcome;
  return {
    address: arrival.address,
    language: session.language,
    replies,
    // News answers no question: its buttons stay.
    settles: arrival.act.kind !== 'news',
    ...(arrival.tapped === undefined ? {} : { tapped: arrival.tapped }),
    ...(isErasable(house, session) && isPart(house, turn) ? { erasable: true } : {}),
    ...(replies.some((reply) => reply.keepsake) ? { until: now + CODE_WAITS_MS } : {}),
  };
}

function rowOf(
  { house, keys, epoch, now }: { house: Repertoire; keys: Keys; epoch: EpochKey; now: number },
  turn: Turn,
  session: Session,
): TurnRow {
  const { pending, row, outcome } = turn;
  return {
    key: pending.key,
    version: versionAfter(row),
    body: sealSession(keys, epoch, chatName(pending), session),
    mark: pending.mark,
    ...(outcome.replies.length > 0
      ? { replies: sealEnvelope(epoch, pending.key.bytes, envelopeOf(house, turn, now)) }
      : {}),
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
