/** Opens a mailbox to whoever has its code, and says the same to all others. */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Letterbox } from '../../conversation/letterbox.ts';
import { dayIn } from '../../domain/election.ts';
import { type Text, text } from '../../domain/message.ts';
import { findReceiptCode } from '../../domain/receipt.ts';
import { clientOf, type Trusted, trusting } from './client.ts';
import { LONGEST_TYPED } from './form.ts';
import { Guesses } from './guesses.ts';
import type { OpenBox } from './page-box.ts';
import { codePage } from './page-code.ts';
import type { View } from './view.ts';

export type MailboxEnv = { Bindings: Partial<HttpBindings>; Variables: { view: View } };

export interface DoorOptions {
  readonly letterbox: Pick<Letterbox, 'open'>;
  /** Where days and moments are told. */
  readonly zone: string;
  /** Addresses and networks of the proxies that tell whom they speak for. */
  readonly proxies: readonly string[];
  readonly now: () => number;
}

export class Door {
  private readonly options: DoorOptions;
  private readonly guesses: Guesses;
  private readonly trusted: Trusted;

  constructor(options: DoorOptions) {
    this.options = options;
    this.guesses = new Guesses(options.now);
    this.trusted = trusting(options.proxies);
  }

  /** @returns what is inside, or the page that says why not */
  async open(c: Context<MailboxEnv>, typed: string): Promise<OpenBox | Response> {
    const { letterbox, zone, now } = this.options;
    const code = typed.length > LONGEST_TYPED ? undefined : findReceiptCode(typed);
    // Known without a look, so it is no guess.
    if (!code) return this.shut(c, 400, text('mailbox.not_a_code'));
    const { remoteAddress } = c.env?.incoming?.socket ?? {};
    const client = clientOf(remoteAddress, c.req.header('x-forwarded-for'), this.trusted);
    const judged = await this.guesses.judge(client, () => letterbox.open(code));
    switch (judged.kind) {
      case 'right':
        return { box: judged.found, code, today: dayIn(zone, now()) };
      case 'wrong':
        return this.shut(c, 404, text('mailbox.unknown'));
      case 'slow':
        c.header('retry-after', String(Math.ceil((judged.until - now()) / 1000)));
        return this.shut(c, 429, text('mailpage.slow', { until: { moment: judged.until, zone } }));
    }
  }

  private shut(c: Context<MailboxEnv>, status: 400 | 404 | 429, fault: Text): Response | Promise<Response> {
    return c.html(codePage(c.get('view'), fault), status);
  }
}
