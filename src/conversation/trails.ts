/**
 * The names of the messages we sent in conversations that can be erased, in memory until the chat's next turn takes them into
 * its session. What a crash loses stays in the chat; the person was told that some may.
 */
import type { Reply } from '../engine/types.ts';

const MOST_CHATS = 20_000;
const MOST_NAMES = 200;

export class Trails {
  private readonly names = new Map<string, readonly string[]>();

  /** @param names as the channel gave them for one reply */
  note(chat: string, reply: Reply, names: readonly string[]): void {
    const known = [...this.of(chat), ...names.map((name) => (reply.keepsake ? `+${name}` : name))];
    this.names.delete(chat);
    this.names.set(chat, known.slice(-MOST_NAMES));
    const [oldest] = this.names.keys();
    if (this.names.size > MOST_CHATS && oldest !== undefined) this.names.delete(oldest);
  }

  /** What was noted for a chat; it stays until {@link forget}, since the turn that takes it may not be written. */
  of(chat: string): readonly string[] {
    return this.names.get(chat) ?? [];
  }

  forget(chat: string, names: readonly string[]): void {
    const left = this.of(chat).filter((name) => !names.includes(name));
    if (left.length > 0) this.names.set(chat, left);
    else this.names.delete(chat);
  }
}
