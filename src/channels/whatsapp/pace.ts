/** Between two messages to one chat, and of the number altogether, ms: the least, and as much again at random. */
export interface Gaps {
  readonly chat: number;
  readonly number: number;
}

/** Some 15 messages a second of the number, some 2 to one chat: nobody types faster, and machines are banned. */
export const USUAL_GAPS: Gaps = { chat: 350, number: 45 };

/** A pace with jitter: when the next message to a chat may go, and when the next of the number. */
export class Pace {
  private readonly gaps: Gaps;
  private readonly now: () => number;
  private readonly random: () => number;
  private readonly chats = new Map<string, number>();
  private number = 0;

  /** @param now ms, of a clock that nobody sets back: else everybody would wait until it has come so far again */
  constructor(gaps: Gaps, now: () => number = () => performance.now(), random: () => number = Math.random) {
    this.gaps = gaps;
    this.now = now;
    this.random = random;
  }

  /** Takes the next place of a chat. @returns how long to wait for it, ms */
  takeOfChat(chat: string): number {
    const now = this.now();
    const at = Math.max(now, this.chats.get(chat) ?? 0);
    this.forgetPast(now);
    this.chats.set(chat, at + this.jittered(this.gaps.chat));
    return at - now;
  }

  /** Takes the next place of the number, once that of the chat has come: others need not wait behind it. @returns the same */
  takeOfNumber(): number {
    const now = this.now();
    const at = Math.max(now, this.number);
    this.number = at + this.jittered(this.gaps.number);
    return at - now;
  }

  private jittered(gap: number): number {
    return gap * (1 + this.random());
  }

  private forgetPast(now: number): void {
    if (this.chats.size < 1000) return;
    for (const [chat, until] of this.chats) if (until <= now) this.chats.delete(chat);
  }
}
