/**
 * The turn: messages that come while a group is being written gather and go together in the next; one read for those whose
 * chats are not held in memory, one write for all, each chat conditional on its own version. What was handled before is not
 * handled again.
 */
import type { Arrival, Channel, ChannelName } from '../channels/channel.ts';
import type { Repertoire } from '../engine/flow.ts';
import { isErasable } from '../engine/frame.ts';
import type { Effect, Session, World } from '../engine/types.ts';
import type { Logger } from '../log.ts';
import type { EpochKey, EpochKeys } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import { isAway } from '../storage/away.ts';
import type { PrismaClient } from '../storage/db.ts';
import { readChats, remember, type StillUnsent, type TurnRow, writeTurns } from '../storage/turns.ts';
import { chatKey, messageMark } from './chat.ts';
import { chatName, type Decision, decide, type Pending, recallChat } from './decide.ts';
import { type Delivery, LEASE_MS } from './delivery.ts';
import { deskChanges } from './desk-effects.ts';
import { changesOf, type DueEffect } from './effects.ts';
import { type Envelope, sealEnvelope } from './envelope.ts';
import { Group } from './group.ts';
import { Held } from './held.ts';
import { sealSession } from './memory.ts';
import type { Paces } from './pace.ts';
import { Quiet } from './quiet.ts';
import type { Trails } from './trails.ts';
import { envelopeOf, hasWritten, isPart, type Turn } from './turn-envelope.ts';

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

/** What is made of turns before they are written. */
interface Prepared {
  /** What of each turn's messages only memory knows. */
  readonly trails: ReadonlyMap<Turn, readonly string[]>;
  readonly envelopes: ReadonlyMap<Turn, Envelope>;
}

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
    const { delivery, house } = this.options;
    const world = await this.options.world();
    const decisions = await this.decideAll(items, world);
    const turns = decisions.filter((decision) => this.isWritten(decision));
    const trails = new Map(turns.map((turn) => [turn, this.options.trails.of(turn.pending.key.hex)]));
    const envelopes = new Map(turns.map((turn) => [turn, envelopeOf(house, turn, world.now)]));
    const written = await this.write(turns, { trails, envelopes }, world.now);
    for (const decision of decisions) {
      const { pending, known } = decision;
      if (decision.kind === 'repeat') {
        delivery.sendEarlier(pending.key, { before: known.version + 1, unsent: known.unsent ?? 0 });
        pending.done();
        continue;
      }
      const left = written.get(pending.key.hex);
      if (left) {
        pending.done();
        this.quiet.hears(pending.key.hex, decision.outcome.understood, world.now);
        this.committed(decision, trails.get(decision) ?? []);
        if (hasWritten(decision)) delivery.sendOwed(pending.key, left.owing);
        delivery.sendEarlier(pending.key, { before: versionAfter(decision), unsent: left.unsent });
        const envelope = envelopes.get(decision);
        if (envelope) delivery.send(pending.key, versionAfter(decision), envelope);
      } else if (turns.includes(decision)) {
        this.again(pending);
      } else {
        pending.done();
      }
    }
  }

  /**
   * By memory where a chat is held: that nobody wrote it meanwhile shows when the turn is written. What would write nothing, and
   * so show nothing, is decided by what is stored.
   */
  private async decideAll(items: readonly Pending[], world: World): Promise<readonly Decision[]> {
    const { db, keys, log, house, epochs } = this.options;
    const means = { house, keys, epochOf: (id: number) => epochs.find(id, world.now), world, log };
    const byMemory = await Promise.all(
      items.flatMap((item) => {
        const held = this.held.get(item.key.hex);
        return held ? decide(item, held, means) : [];
      }),
    );
    const sure = byMemory.filter((decision) => this.isWritten(decision));
    const decided = new Set(sure.map(({ pending }) => pending));
    const others = items.filter((item) => !decided.has(item));
    const rows = await readChats(
      db,
      others.map(({ key }) => key),
    );
    const byRows = others.map(async (item) =>
      decide(item, await recallChat(item, rows.get(item.key.hex), means), means),
    );
    return [...sure, ...(await Promise.all(byRows))];
  }

  private isWritten(decision: Decision): decision is Turn {
    if (decision.kind === 'repeat' || decision.outcome.unheard) return false;
    return !this.quiet.isSilent(decision.pending.key.hex, decision.outcome.understood);
  }

  /**
   * @returns what {@link writeTurns} does
   */
  private async write(
    turns: readonly Turn[],
    { trails, envelopes }: Prepared,
    now: number,
  ): Promise<ReadonlyMap<string, StillUnsent>> {
    if (turns.length === 0) return new Map();
    const { db, keys, house, epochs, delivery } = this.options;
    const epoch = await epochs.current(now);
    const trailOf = (turn: Turn): readonly string[] => trailAfter(house, turn, trails.get(turn) ?? []);
    const rows = turns.map((turn) =>
      rowOf({ keys, epoch }, turn, sessionAfter(house, turn, trailOf(turn)), envelopes.get(turn)),
    );
    const day = new Date(now).toISOString().slice(0, 10);
    const effects = turns.flatMap((turn) => effectsOf(turn, trailOf(turn)));
    const means = { db, keys, epoch, kept: () => epochs.kept(now) };
    const changes = [...changesOf(keys, effects), ...(await deskChanges(means, effects, now))];
    const { ids, forgotten, kept } = delivery.takeSent();
    return writeTurns(db, rows, { sent: ids, changes, day, leaseMs: LEASE_MS }).then(forgotten, kept);
  }

  /**
   * What only memory knows of a turn that was written.
   *
   * @param noted the names it took into its session; more may have come while it was written
   */
  private committed(turn: Turn, noted: readonly string[]): void {
    const { house, trails, paces } = this.options;
    const { pending, known, outcome } = turn;
    const { key } = pending;
    const session = sessionAfter(house, turn, trailAfter(house, turn, noted));
    this.held.put(key.hex, { version: versionAfter(turn), recent: remember(known.recent, pending.mark), session });
    trails.forget(key.hex, noted);
    for (const effect of outcome.effects) {
      if (effect.type === 'report_filed') paces.reported(key.hex, effect.code);
      if (effect.type === 'code_guessed') paces.guessed(key.hex);
    }
    this.options.nudge?.(outcome.effects);
  }

  private again(pending: Pending): void {
    this.held.drop(pending.key.hex);
    pending.lost += 1;
    if (pending.lost > MOST_LOST) pending.failed(new ContendedError('a chat was written by others again and again'));
    else this.group.add(pending);
  }
}

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
  return [...(turn.known.session.trail ?? []), ...noted, ...own];
}

/** What the chat remembers once the turn is written. */
const sessionAfter = (house: Repertoire, { outcome: { session } }: Turn, trail: readonly string[]): Session =>
  isErasable(house, session) ? { ...session, trail } : session;

const versionAfter = ({ known }: Turn): number => known.version + 1;

function rowOf(
  { keys, epoch }: { keys: Keys; epoch: EpochKey },
  turn: Turn,
  session: Session,
  envelope: Envelope | undefined,
): TurnRow {
  const { pending, outcome } = turn;
  return {
    key: pending.key,
    version: versionAfter(turn),
    body: sealSession(keys, epoch, chatName(pending), session),
    mark: pending.mark,
    wrote: hasWritten(turn),
    ...(envelope && outcome.replies.length > 0 ? { replies: sealEnvelope(epoch, pending.key.bytes, envelope) } : {}),
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
