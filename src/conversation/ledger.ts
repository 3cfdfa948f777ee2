/** Which replies this process is sending, and which it has sent but not yet forgotten in the database. */
import type { ReplyId } from '../storage/outbox.ts';

type State = 'sending' | 'sent';

interface Ours {
  state: State;
  /** Moment after which its row must be gone, sent or not: ms since 1970. */
  until?: number;
}

export class Ledger {
  private readonly chats = new Map<string, Map<number, Ours>>();

  /** Notes that a reply is ours to send; false when it already is. */
  begin({ chat, seq }: ReplyId): boolean {
    const ours = this.chats.get(chat) ?? new Map<number, Ours>();
    if (ours.has(seq)) return false;
    this.chats.set(chat, ours.set(seq, { state: 'sending' }));
    return true;
  }

  /** Notes that it must not wait beyond a moment, if there is one. */
  mustGo({ chat, seq }: ReplyId, until: number | undefined): void {
    const its = this.chats.get(chat)?.get(seq);
    if (its && until !== undefined) its.until = until;
  }

  sent({ chat, seq }: ReplyId): void {
    this.chats.get(chat)?.set(seq, { state: 'sent' });
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
    return this.filter((its) => its.state === state);
  }

  /** What waits although it must not any more. */
  late(now: number): ReplyId[] {
    return this.filter(({ until }) => until !== undefined && until < now);
  }

  private filter(wanted: (its: Ours) => boolean): ReplyId[] {
    const found: ReplyId[] = [];
    for (const [chat, ours] of this.chats) {
      for (const [seq, its] of ours) if (wanted(its)) found.push({ chat, seq });
    }
    return found;
  }
}
