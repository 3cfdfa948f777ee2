/** What the bot says in a turn, put together into as few messages as can carry it. */
import { type Text, text } from '../domain/message.ts';
import type { Option, Question, Step } from './flow.ts';
import type { Attachment, Effect, Frame, Reply } from './types.ts';

/** Collects what is said, shown and asked, in order. */
export class Script {
  /** The message that was tapped belongs to this conversation, so the next words may take its place. */
  replacesTapped = false;
  /** The keys that share a contact are up. */
  keysUp: boolean;

  private readonly replies: Reply[] = [];
  private readonly effects: Effect[] = [];
  private pending: Text[] = [];
  private waiting: Attachment | undefined;

  constructor(keysUp: boolean) {
    this.keysUp = keysUp;
  }

  say(paragraphs: readonly Text[]): void {
    this.pending.push(...paragraphs);
  }

  /** Says something in a message of its own, which may outlive the conversation. */
  keepsake(paragraphs: readonly Text[]): void {
    if (paragraphs.length === 0) return;
    this.flush();
    this.replies.push({ paragraphs, choices: [], keepsake: true });
  }

  effect(effects: readonly Effect[]): void {
    this.effects.push(...effects);
  }

  /** Files follow what was said before them; words that come after a file stand under it. */
  show(attachments: readonly Attachment[]): void {
    for (const attachment of attachments) {
      this.flush();
      this.waiting = attachment;
    }
  }

  /** Asks, in one message with everything that was said since the last file. */
  ask(at: { frame: Frame; step: Step }, question: Question, repeated: boolean): void {
    if (!repeated) this.say(question.intro ?? []);
    const choices = (question.options ?? []).map((option) => ({ data: this.dataOf(at, option), label: option.label }));
    if (this.keysUp && !question.contact && choices.length > 0) this.lowerKeys();
    this.say(question.paragraphs);
    this.flush({ choices, ...(question.contact ? { contact: question.contact } : {}) });
  }

  /** `run:step:choice`: a button of this very question of this very conversation. */
  dataOf({ frame, step }: { frame: Frame; step: Step }, option: Option): string {
    return `${frame.run}:${step.slot.id}:${option.id}`;
  }

  /** Whether a button was shown in this conversation, now or before something in it was asked again. */
  isOwn({ frame }: { frame: Frame }, data: string): boolean {
    const tagOf = (text: string): string | undefined => text.split(/[.:]/, 1)[0];
    return tagOf(data) === tagOf(frame.run);
  }

  written(): { replies: readonly Reply[]; effects: readonly Effect[] } {
    this.flush();
    return { replies: this.replies, effects: this.effects };
  }

  /** A message with buttons cannot take the keys away: what comes before the question is said in one that has none. */
  private lowerKeys(): void {
    if (this.pending.length === 0) this.say([text('engine.noted')]);
    this.flush();
  }

  private flush(asked: Pick<Reply, 'choices' | 'contact'> = { choices: [] }): void {
    if (this.pending.length === 0 && !this.waiting) return;
    const first = this.replies.length === 0 && !this.waiting;
    this.replies.push({
      paragraphs: this.pending,
      ...asked,
      // Keys live below the messages, not under one: what puts them up or takes them away is a message of its own.
      ...(first && this.replacesTapped && !asked.contact && !this.keysUp ? { replaces: true as const } : {}),
      ...(this.waiting ? { attachment: this.waiting } : {}),
    });
    if (asked.contact) this.keysUp = true;
    else if (asked.choices.length === 0) this.keysUp = false;
    this.pending = [];
    this.waiting = undefined;
  }
}
