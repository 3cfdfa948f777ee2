/**
 * What of a conversation the bot is able to erase. It remembers the names of its own messages in memory until the turn after
 * them takes them into the session; the person acts before the bot knows that it was heard, so it may be the second turn after.
 * A kill before that loses them. What the person wrote is in the session with its own turn.
 */
import type { Chat, Message } from '../bot-api/chat.ts';

/** Acts of the person after which a message of the bot is in the session. */
const REMEMBERED_AFTER = 2;

export class Traces {
  private readonly came = new Map<number, { readonly life: number; readonly step: number }>();
  /** The step at which each life of the bot ended. */
  private readonly ends: number[] = [];

  /** Notes a message of the bot, at the step at which the person reads it. */
  note({ id }: Message, step: number): void {
    if (!this.came.has(id)) this.came.set(id, { life: this.ends.length, step });
  }

  killed(step: number): void {
    this.ends.push(step);
  }

  /**
   * What still stands in the chat and should not.
   *
   * @param last the step that asked for erasing: what came after it is not part of the conversation
   * @param spared the message on which that was tapped: the last words stand in it
   */
  left({ messages }: Chat, last: number, spared: number, isKept: (message: Message) => boolean): readonly Message[] {
    return messages.filter((message) => {
      if (!message.fromBot) return true;
      if (message.id === spared || isKept(message)) return false;
      const came = this.came.get(message.id);
      if (!came || came.step >= last) return false;
      const end = this.ends[came.life];
      return end === undefined || end > came.step + REMEMBERED_AFTER;
    });
  }
}
