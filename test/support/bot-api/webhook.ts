import { Pool } from 'undici';
import { type JsonObject, objectOf, type Update } from './wire.ts';

export interface WebhookTarget {
  readonly url: string;
  readonly secret: string | undefined;
  readonly connections: number;
}

/** First pause after a refusal, ms; doubled each time. Telegram begins with a second. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 1000;

/**
 * Delivers updates as Telegram does: up to `connections` at once, the updates of one kind and chat one after another, again
 * and again until a 2xx; a method in the answer's body is carried out.
 */
export class Webhook {
  readonly target: WebhookTarget;
  /** Status of every delivery so far, newest last; 0 when there was no answer. */
  readonly statuses: number[] = [];
  lastError: string | undefined;
  /** Delivers each update at once, also while an earlier one of its kind and chat is not answered yet. */
  hurries = false;
  private readonly pool: Pool;
  private readonly path: string;
  private readonly lanes = new Map<string, Update[]>();
  private readonly confirm: (update: Update) => void;
  private readonly carryOut: (method: string, params: JsonObject) => void;
  private closed = false;

  constructor(
    target: WebhookTarget,
    confirm: (update: Update) => void,
    carryOut: (method: string, params: JsonObject) => void,
  ) {
    this.target = target;
    this.confirm = confirm;
    this.carryOut = carryOut;
    const url = new URL(target.url);
    this.pool = new Pool(url.origin, { connections: target.connections });
    this.path = url.pathname + url.search;
  }

  push(update: Update): void {
    const lane = this.hurries ? String(update.update_id) : laneOf(update);
    const queue = this.lanes.get(lane);
    if (queue) queue.push(update);
    else {
      const fresh = [update];
      this.lanes.set(lane, fresh);
      void this.drain(lane, fresh);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.pool.destroy();
  }

  private async drain(lane: string, queue: Update[]): Promise<void> {
    let pause = FIRST_PAUSE;
    for (let update = queue[0]; update && !this.closed; update = queue[0]) {
      if (await this.deliver(update)) {
        queue.shift();
        pause = FIRST_PAUSE;
      } else {
        await new Promise((resolve) => setTimeout(resolve, pause));
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    }
    this.lanes.delete(lane);
  }

  private async deliver(update: Update): Promise<boolean> {
    try {
      const { statusCode, body } = await this.pool.request({
        path: this.path,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(this.target.secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': this.target.secret }),
        },
        body: JSON.stringify(update),
      });
      const text = await body.text();
      this.note(statusCode);
      if (statusCode < 200 || statusCode > 299) return false;
      this.confirm(update);
      if (text.startsWith('{')) this.reply(objectOf(text));
      return true;
    } catch (error) {
      this.note(0);
      this.lastError = error instanceof Error ? error.message : 'unknown';
      return false;
    }
  }

  private reply({ method, ...params }: JsonObject): void {
    if (typeof method === 'string') this.carryOut(method, params);
  }

  private note(status: number): void {
    this.statuses.push(status);
    if (this.statuses.length > 1000) this.statuses.splice(0, 500);
  }
}

function laneOf(update: Update): string {
  const kind = Object.keys(update).find((key) => key !== 'update_id') ?? '';
  const body = objectOf(update[kind] ?? {});
  const from = body['from'] ?? body['user'];
  return `${kind}:${from === undefined ? '' : JSON.stringify(objectOf(from)['id'])}`;
}
