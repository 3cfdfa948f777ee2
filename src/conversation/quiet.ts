/**
 * Keeps the bot from talking to another robot: after three inputs in a minute that mean nothing it is silent in that chat
 * until a word it knows. Kept in memory only; nobody's habits are written down.
 */
export class Quiet {
  private readonly chats = new Map<string, { since: number; count: number }>();
  private readonly limit: number;

  constructor(limit = 10_000) {
    this.limit = limit;
  }

  /** Whether to stay silent at an input. Asking changes nothing: a turn may be tried more than once. */
  isSilent(chat: string, understood: boolean): boolean {
    return !understood && (this.chats.get(chat)?.count ?? 0) >= MEANINGLESS;
  }

  /** Notes an input whose turn is over. */
  hears(chat: string, understood: boolean, now: number): void {
    if (understood) {
      this.chats.delete(chat);
      return;
    }
    const before = this.chats.get(chat);
    // Once silent, only a word it knows ends the silence, however long it lasts.
    const fresh = !before || (before.count < MEANINGLESS && now - before.since >= WINDOW);
    this.chats.delete(chat);
    this.chats.set(
      chat,
      fresh ? { since: now, count: 1 } : { since: before.since, count: Math.min(before.count + 1, MEANINGLESS) },
    );
    if (this.chats.size > this.limit) this.forgetOldest();
  }

  private forgetOldest(): void {
    for (const chat of this.chats.keys()) {
      this.chats.delete(chat);
      return;
    }
  }
}

const MEANINGLESS = 3;
const WINDOW = 60_000;
