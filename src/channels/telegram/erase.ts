import { type Address, SendError } from '../channel.ts';
import { Backoff } from '../pause.ts';
import type { Client } from './client.ts';
import { CallError, toSendError } from './errors.ts';
import { readName } from './names.ts';
import { readTapped } from './tapped.ts';

/** Most ids of one deleteMessages (https://core.telegram.org/bots/api#deletemessages). */
const MOST = 100;
/** So many that cannot be deleted, one after another, are too old; and then so is what came before them. */
const MOST_STUCK = 3;

/**
 * Deletes messages of both sides. Telegram passes over what is gone, but one message that is too old (48 hours) or may not
 * be deleted yet (a die, for a day) has all of its call refused: so the rest is found by halving, the newest first.
 */
export class Eraser {
  private readonly client: Client;
  private readonly trouble = new Backoff(1000, 60_000);

  constructor(client: Client) {
    this.client = client;
  }

  /** @throws SendError when it must be tried again, all of it: what is gone then is no error */
  async erase(address: Address, names: readonly string[], spare = ''): Promise<void> {
    const waitMs = this.client.gate.rest();
    if (waitMs > 0) throw new SendError({ kind: 'retry', waitMs, everybody: true });
    const spared = readTapped(spare)?.id;
    const ids = names.flatMap((name) => readName(name) ?? []).filter((id) => id !== spared);
    const oldestFirst = [...new Set(ids)].sort((a, b) => a - b);
    try {
      await this.remove(Number(address.id), batches(oldestFirst));
      this.trouble.reset();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      const failure = toSendError(error, () => this.trouble.next());
      if (failure.outcome.kind === 'retry') throw failure;
    }
  }

  private async remove(chat: number, ranges: (readonly number[])[]): Promise<void> {
    let stuck = 0;
    for (let ids = ranges.pop(); ids && stuck < MOST_STUCK; ids = ranges.pop()) {
      if (await this.deletes(chat, ids)) stuck = 0;
      else if (ids.length === 1) stuck += 1;
      else ranges.push(ids.slice(0, ids.length >> 1), ids.slice(ids.length >> 1));
    }
  }

  /** False when Telegram refuses them, as a whole and for good. */
  private async deletes(chat_id: number, ids: readonly number[]): Promise<boolean> {
    try {
      await this.client.call('deleteMessages', (api) => api.deleteMessages({ chat_id, message_ids: [...ids] }));
      return true;
    } catch (error) {
      if (error instanceof CallError && error.code === 400) return false;
      throw error;
    }
  }
}

function batches(ids: readonly number[]): (readonly number[])[] {
  return Array.from({ length: Math.ceil(ids.length / MOST) }, (_, n) => ids.slice(n * MOST, (n + 1) * MOST));
}
