/**
 * The last message of each chat that has buttons. A tap names its message; what is typed does not, and then this is where the
 * buttons go. In memory only: after a restart a few stay, and a tap on them is answered too.
 */
export class Keyboards {
  private readonly last = new Map<number, number>();
  private readonly most: number;

  /** @param most chats that are remembered; the one that was quiet the longest is forgotten first */
  constructor(most: number) {
    this.most = most;
  }

  /** This message has buttons now. */
  stand(chat: number, message: number): void {
    this.last.delete(chat);
    this.last.set(chat, message);
    if (this.last.size > this.most) for (const oldest of this.last.keys().take(1)) this.last.delete(oldest);
  }

  /** The message of the chat that has buttons, which it will not have any more. */
  take(chat: number): number | undefined {
    const message = this.last.get(chat);
    this.last.delete(chat);
    return message;
  }
}
