/** One phone: the chat as it stands on its screen. It knows what to draw, not how. */
import { randomUUID } from 'node:crypto';
import type { Outgoing } from '../channel.ts';
import type { Run } from '../runs.ts';
import type { ShownFile } from './files.ts';

/** What a person can send besides words and files. A sticker means nothing to us: that is the point. */
export type Attached = 'sticker' | 'contact';

export interface Bubble {
  readonly id: string;
  readonly from: 'bot' | 'person';
  readonly runs: readonly Run[];
  readonly buttons: Outgoing['choices'];
  readonly file?: ShownFile;
  readonly attached?: Attached;
  /** ms since 1970 */
  readonly at: number;
  /** Written by the person, and the bot has dealt with it. */
  readonly read: boolean;
}

/** A key that stands in place of the keyboard. */
export interface Key {
  readonly label: string;
  readonly contact: boolean;
}

/** What changed on the screen after a revision. */
export interface Changes {
  readonly revision: number;
  readonly bubbles: readonly Bubble[];
  /** Ids of messages that stand there no more. */
  readonly removed: readonly string[];
  readonly keys: readonly Key[];
  readonly typing: boolean;
}

/** Messages a screen keeps. */
const MOST_BUBBLES = 300;
/** Removals a screen can still tell: of everything that stands on it, and of as much again. */
const MOST_REMOVED = 600;

export class Handset {
  private readonly bubbles = new Map<string, { bubble: Bubble; revision: number }>();
  /** The revision that removed a message, by its id. */
  private readonly removed = new Map<string, number>();
  private readonly watchers = new Set<() => void>();
  private revision = 0;
  private keys: readonly Key[] = [];
  private typing = false;

  /** Adds a message, or puts it in the place of the one with its id. Returns the id. */
  show(bubble: Omit<Bubble, 'id' | 'at'> & { readonly id?: string }): string {
    const id = bubble.id ?? randomUUID();
    const at = this.bubbles.get(id)?.bubble.at ?? Date.now();
    this.revision += 1;
    this.bubbles.set(id, { bubble: { ...bubble, id, at }, revision: this.revision });
    const [oldest] = this.bubbles.keys();
    if (this.bubbles.size > MOST_BUBBLES && oldest !== undefined) this.bubbles.delete(oldest);
    this.tell();
    return id;
  }

  /** Takes messages off the screen, those too that only a page still shows because it came before this process. */
  remove(ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.revision += 1;
    for (const id of ids) {
      this.bubbles.delete(id);
      this.removed.delete(id);
      this.removed.set(id, this.revision);
    }
    for (const oldest of this.removed.keys()) {
      if (this.removed.size <= MOST_REMOVED) break;
      this.removed.delete(oldest);
    }
    this.tell();
  }

  find(id: string): Bubble | undefined {
    return this.bubbles.get(id)?.bubble;
  }

  /** The messages that have buttons. */
  withButtons(): readonly Bubble[] {
    return [...this.bubbles.values()].flatMap(({ bubble }) => (bubble.buttons.length > 0 ? [bubble] : []));
  }

  offer(keys: readonly Key[]): void {
    this.keys = keys;
    this.turn();
  }

  /** Whether the bot is writing. */
  writes(typing: boolean): void {
    if (this.typing === typing) return;
    this.typing = typing;
    this.turn();
  }

  /** Everything when `revision` is 0, or is yet to come: then it was of a phone that made way for this one. */
  since(revision: number): Changes {
    const from = revision > this.revision ? 0 : revision;
    const changed = [...this.bubbles.values()].filter((one) => one.revision > from);
    return {
      revision: this.revision,
      bubbles: changed.map(({ bubble }) => bubble),
      removed: [...this.removed].filter(([, revision]) => revision > from).map(([id]) => id),
      keys: this.keys,
      typing: this.typing,
    };
  }

  /** Calls after each change until the returned function is called. */
  watch(changed: () => void): () => void {
    this.watchers.add(changed);
    return () => this.watchers.delete(changed);
  }

  get watched(): boolean {
    return this.watchers.size > 0;
  }

  private turn(): void {
    this.revision += 1;
    this.tell();
  }

  private tell(): void {
    for (const changed of this.watchers) changed();
  }
}
