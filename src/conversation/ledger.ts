/** Which replies this process is sending, and which it has sent but not yet forgotten in the database. */
import type { ReplyId } from '../storage/turns.ts';

type State = 'sending' | 'sent';

export class Ledger {
  private readonly chats = new Map<string, Map<number, State>>();

  /** Notes that a reply is ours to send; false when it already is. */
  begin({ chat, seq }: ReplyId): boolean {
    const ours = this.chats.get(chat) ?? new Map<number, State>();
    if (ours.has(seq)) return false;
    this.chats.set(chat, ours.set(seq, 'sending'));
    return true;
  }

  sent({ chat, seq }: ReplyId): void {
    this.chats.get(chat)?.set(seq, 'sent');
  }

  /** Gone from the database, or left to somebody else. */
  drop({ chat, seq }: ReplyId): void {
    const ours = this.chats.get(chat);
    ours?.delete(seq);
    if (ours?.size === 0) this.chats.delete(chat);
  }

  has({ chat, seq }: ReplyId): boolean {
    return this.chats.get(chat)?.has(seq) === true;
  }

  /** How many replies of a chat are ours, sent or not. */
  count(chat: string): number {
    return this.chats.get(chat)?.size ?? 0;
  }

  list(state: State): ReplyId[] {
    const found: ReplyId[] = [];
    for (const [chat, ours] of this.chats) {
      for (const [seq, its] of ours) if (its === state) found.push({ chat, seq });
    }
    return found;
  }
}
