import type { ChannelName } from '../channels/channel.ts';

/** Pauses that end so near to one another are one, ms. */
const SAME_MS = 100;

/** What all messages of a channel share in this process: a pause that the platform asked for, and room for answers. */
export class Traffic {
  /** ms of the clock that nobody sets back: else everybody would wait until it has come so far again. */
  private readonly heldUntil = new Map<string, number>();
  private readonly answers = new Map<ChannelName, number>();
  private readonly listeners = new Map<ChannelName, () => void>();

  /** ms until anything may go out; 0 or less when it may. */
  rest(channel: ChannelName): number {
    return (this.heldUntil.get(channel) ?? 0) - performance.now();
  }

  /** @returns whether that is longer than what was known: who waits for one pause tells of it many times */
  hold(channel: string, ms: number): boolean {
    const [known, until] = [this.heldUntil.get(channel) ?? 0, performance.now() + ms];
    this.heldUntil.set(channel, Math.max(known, until));
    return until > known + SAME_MS;
  }

  answered(channel: ChannelName): void {
    this.answers.set(channel, (this.answers.get(channel) ?? 0) + 1);
    this.listeners.get(channel)?.();
  }

  /** Tells whoever makes room for answers of each of them. */
  onAnswer(channel: ChannelName, listener: () => void): void {
    this.listeners.set(channel, listener);
  }

  /** How many answers went out since this was asked last: what nobody asked for makes room for them. */
  takeAnswers(channel: ChannelName): number {
    const count = this.answers.get(channel) ?? 0;
    this.answers.delete(channel);
    return count;
  }
}
