/**
 * What chats remember, held in memory for a moment after their turn: a person in the middle of a conversation answers within
 * seconds, and what was just sealed need not be read and opened again. A turn that was decided by it is written only over the
 * version it is of, so that a chat which another process served meanwhile is read anew.
 */
import type { Session } from '../engine/types.ts';

export interface HeldChat {
  readonly version: number;
  /** The messages handled, as the row has them. */
  readonly recent: Uint8Array;
  readonly session: Session;
}

/** A minute at least, two at most: no draft stays in memory much longer than the person stays with it. */
const LIFE_MS = 60_000;
/** Of each minute; more is read again. */
const MOST_CHATS = 2_000;

type Dated = HeldChat & { readonly at: number };

export class Held {
  private readonly now: () => number;
  private young = new Map<string, Dated>();
  private old = new Map<string, Dated>();
  private ageing: NodeJS.Timeout | undefined;

  /** @param now ms since 1970 */
  constructor(now: () => number) {
    this.now = now;
  }

  get(chat: string): HeldChat | undefined {
    const held = this.young.get(chat) ?? this.old.get(chat);
    // Whether a conversation was left for a day is decided when it is opened: a clock that was set says that it must be.
    return held && Math.abs(this.now() - held.at) <= 2 * LIFE_MS ? held : undefined;
  }

  /** Holds what was just written. */
  put(chat: string, held: HeldChat): void {
    if (this.young.size >= MOST_CHATS) this.age();
    this.young.set(chat, { ...held, at: this.now() });
    this.ageing ??= setInterval(() => this.age(), LIFE_MS).unref();
  }

  /** Lets go of what somebody else has written since. */
  drop(chat: string): void {
    this.young.delete(chat);
    this.old.delete(chat);
  }

  private age(): void {
    this.old = this.young;
    this.young = new Map();
    if (this.old.size > 0) return;
    clearInterval(this.ageing);
    this.ageing = undefined;
  }
}
