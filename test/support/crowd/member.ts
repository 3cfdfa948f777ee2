/** One of the crowd at their phone: does one thing, waits for its answer, does the next. */
import type { FakeBot } from '../bot-api/bot.ts';
import type { Chat, Message } from '../bot-api/chat.ts';
import { attaches, says, sends, taps } from '../bot-api/people.ts';
import type { Draw } from '../random.ts';
import type { Act, Step } from './plan.ts';
import { Traces } from './traces.ts';

/** One in so many taps is an impatient finger's two, and one in so many updates reaches the bot twice. */
const ONE_IN = 10;
const CODE = /\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b/g;

export class Member {
  readonly chat: Chat;
  /** Kinds of files that came. */
  readonly files = new Set<NonNullable<Message['file']>['kind']>();
  private readonly bot: FakeBot;
  private readonly steps: readonly Step[];
  private readonly draw: Draw;
  private readonly seen = new Map<number, number>();
  /** Everything the bot ever said here. */
  private readonly read = new Set<string>();
  private readonly traces = new Traces();
  private tapped = 0;
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
    return this.steps[this.at]?.hears.join(' | ');
  }

  /** Everything the bot ever said here, oldest first, each once. */
  get said(): readonly string[] {
    return [...this.read];
  }

  /** Every receipt code that was shown, as it was shown. */
  get codes(): readonly string[] {
    return [...new Set([...this.read].flatMap((text) => text.match(CODE) ?? []))];
  }

  begin(): void {
    this.next();
  }

  /** The bot was killed. */
  mourn(): void {
    this.traces.killed(this.at);
  }

  hasRead(words: string): boolean {
    return [...this.read].some((text) => text.includes(words));
  }

  /** What still stands of what the bot was able to erase. */
  left(keepsCode: boolean): readonly string[] {
    const isKept = ({ text }: Message): boolean => keepsCode && hasCode(text);
    const left = this.traces.left(this.chat, this.steps.length - 1, this.tapped, isKept);
    return left.map(({ fromBot, text }) => `${fromBot ? '<' : '>'} ${text}`);
  }

  get codeStands(): boolean {
    return this.chat.messages.some(({ fromBot, text }) => fromBot && hasCode(text));
  }

  /** Looks at what is new in the chat; at once, before the bot itself knows that it was heard. */
  look(): void {
    for (const message of this.chat.messages.filter((one) => one.fromBot && this.isNew(one))) {
      this.seen.set(message.id, message.edits);
      this.read.add(message.text);
      this.traces.note(message, this.at);
      if (message.file) this.files.add(message.file.kind);
      this.hears(message.text);
    }
  }

  private isNew({ id, edits }: Message): boolean {
    return this.seen.get(id) !== edits;
  }

  private hears(text: string): void {
    const step = this.steps[this.at];
    if (!step) return;
    const isIn = (words: string): boolean => text.includes(words);
    if (step.hears.some(isIn)) this.next();
    else if (step.again?.some(isIn) && this.isPossible(step.act)) this.does(step.act);
  }

  private next(): void {
    this.at += 1;
    const step = this.steps[this.at];
    if (!step) return;
    this.does(step.act);
    if ('taps' in step.act && this.draw(ONE_IN) === 0) this.does(step.act);
    if (this.draw(ONE_IN) === 0) this.bot.repeat();
  }

  /** A button that did its work is gone. */
  private isPossible(act: Act): boolean {
    return (
      !('taps' in act) || this.chat.messages.some(({ buttons }) => buttons.flat().some((b) => b.text === act.taps))
    );
  }

  private does(act: Act): void {
    if ('says' in act) says(this.bot, this.chat, act.says);
    else if ('attaches' in act) attaches(this.bot, this.chat, 'photo', act.attaches);
    else if ('copies' in act) says(this.bot, this.chat, this.codes.at(-1)?.slice(-4) ?? '');
    else if ('shares' in act) sends(this.bot, this.chat, act.shares);
    else {
      this.tapped = this.chat.button(act.taps).message.id;
      taps(this.bot, this.chat, act.taps);
    }
  }
}

const hasCode = (text: string): boolean => text.match(CODE) !== null;
