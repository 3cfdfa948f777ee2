import { ApiError, type JsonObject, type Update } from './wire.ts';

interface Poll {
  readonly limit: number;
  readonly answer: (updates: readonly Update[]) => void;
  readonly refuse: (error: ApiError) => void;
  readonly timer: NodeJS.Timeout;
}

/** The updates a bot has not confirmed, and the one `getUpdates` that may wait for them. */
export class UpdateQueue {
  /** Unconfirmed, ascending. */
  readonly waiting: Update[] = [];
  /** Called for each new update; the webhook takes them there. */
  onUpdate: ((update: Update) => void) | undefined;
  private nextId = 100_000_001;
  private poll: Poll | undefined;

  push(kind: string, body: JsonObject): Update {
    const update = { update_id: this.nextId, [kind]: body };
    this.nextId += 1;
    this.waiting.push(update);
    this.onUpdate?.(update);
    if (this.poll) this.finish(this.poll);
    return update;
  }

  /** Forgets an update that a webhook has taken. */
  confirm(update: Update): void {
    const at = this.waiting.indexOf(update);
    if (at >= 0) this.waiting.splice(at, 1);
  }

  /**
   * The long poll. `offset` confirms everything below it; a second poll ends the first one with 409.
   *
   * @param timeout seconds to wait for the first update
   */
  get(offset: number, limit: number, timeout: number, gone: AbortSignal): Promise<readonly Update[]> {
    this.supersede();
    if (offset > 0) this.drop(this.waiting.findIndex((update) => update.update_id >= offset));
    else if (offset < 0) this.drop(Math.max(0, this.waiting.length + offset));
    if (this.waiting.length > 0 || timeout === 0) return Promise.resolve(this.waiting.slice(0, limit));
    const { promise, resolve, reject } = Promise.withResolvers<readonly Update[]>();
    const poll: Poll = {
      limit,
      answer: resolve,
      refuse: reject,
      timer: setTimeout(() => this.finish(poll), timeout * 1000),
    };
    this.poll = poll;
    gone.addEventListener('abort', () => this.finish(poll));
    return promise;
  }

  /** Ends a waiting poll as Telegram does when another one comes. */
  supersede(): void {
    const { poll } = this;
    if (!poll) return;
    this.poll = undefined;
    clearTimeout(poll.timer);
    poll.refuse(
      new ApiError(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    );
  }

  private drop(count: number): void {
    this.waiting.splice(0, count < 0 ? this.waiting.length : count);
  }

  private finish(poll: Poll): void {
    if (this.poll !== poll) return;
    this.poll = undefined;
    clearTimeout(poll.timer);
    poll.answer(this.waiting.slice(0, poll.limit));
  }
}
