import type { ChannelName } from '../channels/channel.ts';

/** What all messages of a channel share in this process: a pause that the platform asked for, and room for answers. */
export class Traffic {
  private readonly heldUntil = new Map<ChannelName, number>();
  private readonly answers = new Map<ChannelName, number>();

  /** ms until anything may go out; 0 or less when it may. */
  rest(channel: ChannelName): number {
    return (this.heldUntil.get(channel) ?? 0) - Date.now();
  }

  hold(channel: ChannelName, ms: number): void {
    this.heldUntil.set(channel, Date.now() + ms);
  }

  answered(channel: ChannelName): void {
    this.answers.set(channel, (this.answers.get(channel) ?? 0) + 1);
  }

  /** How many answers went out since this was asked last: what nobody asked for makes room for them. */
  takeAnswers(channel: ChannelName): number {
    const count = this.answers.get(channel) ?? 0;
    this.answers.delete(channel);
    return count;
  }
}
