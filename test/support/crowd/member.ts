/** One of the crowd at their phone: does one thing, waits for its answer, does the next. */
import type { FakeBot } from '../bot-api/bot.ts';
import type { Chat, Message } from '../bot-api/chat.ts';
import { says, sends, taps } from '../bot-api/people.ts';
import type { Draw } from '../random.ts';
import { ACKNOWLEDGED, type Act, NO_CERTIFICATE, type Step } from './plan.ts';

/** One in so many taps is an impatient finger's two, and one in so many updates reaches the bot twice. */
const ONE_IN = 10;

export class Member {
  readonly chat: Chat;
  acknowledged = false;
  /** Was told that a certificate cannot be made. */
  refused = false;
  /** Kinds of files that came. */
  readonly files = new Set<NonNullable<Message['file']>['kind']>();
  private readonly bot: FakeBot;
  private readonly steps: readonly Step[];
  private readonly draw: Draw;
  private readonly seen = new Map<number, number>();
  private at = -1;

  constructor(bot: FakeBot, chat: Chat, steps: readonly Step[], draw: Draw) {
    this.bot = bot;
    this.chat = chat;
    this.steps = steps;
    this.draw = draw;
  }

  get finished(): boolean {
    return this.at >= this.steps.length;
  }

  /** What is being waited for. */
  get awaits(): string | undefined {
    return this.steps[this.at]?.hears;
  }

  begin(): void {
    this.next();
  }

  /** Looks at what is new in the chat; at once, before the bot itself knows that it was heard. */
  look(): void {
    for (const message of this.chat.messages.filter((one) => one.fromBot && this.isNew(one))) {
      this.seen.set(message.id, message.edits);
      this.acknowledged ||= message.text.includes(ACKNOWLEDGED);
      this.refused ||= message.text.includes(NO_CERTIFICATE);
      if (message.file) this.files.add(message.file.kind);
      if (this.awaits !== undefined && message.text.includes(this.awaits)) this.next();
    }
  }

  private isNew({ id, edits }: Message): boolean {
    return this.seen.get(id) !== edits;
  }

  private next(): void {
    this.at += 1;
    const step = this.steps[this.at];
    if (!step) return;
    this.does(step.act);
    if ('taps' in step.act && this.draw(ONE_IN) === 0) this.does(step.act);
    if (this.draw(ONE_IN) === 0) this.bot.repeat();
  }

  private does(act: Act): void {
    if ('says' in act) says(this.bot, this.chat, act.says);
    else if ('taps' in act) taps(this.bot, this.chat, act.taps);
    else sends(this.bot, this.chat, act.shares);
  }
}
