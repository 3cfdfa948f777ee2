/** A messenger without a network: phones live in memory, a page shows them, and the bot cannot tell the difference. */
import type { Language } from '../../domain/message.ts';
import type { Media } from '../../engine/types.ts';
import type { Logger } from '../../log.ts';
import {
  type Ability,
  type Address,
  type Channel,
  type Outgoing,
  type OutgoingFile,
  type Receive,
  SendError,
} from '../channel.ts';
import { read, write } from '../numbered.ts';
import { runsOf } from '../runs.ts';
import { actOf, bubbleOf, type Deed, type Done, type Holder } from './deeds.ts';
import { Files, type OpenFile, type ShownFile } from './files.ts';
import type { Bubble, Handset, Key } from './handset.ts';
import { Handsets } from './handsets.ts';
import { Line } from './line.ts';

export type Style = 'buttons' | 'numbers';

export interface SimulatorWords {
  /** Says that a choice is made by its number. */
  readonly numbersHint: (language: Language) => string;
}

export interface Simulator extends Channel {
  readonly style: Style;
  /** The phone of an id, a new one where there is none; `undefined` when it cannot be an id. */
  handset(id: string): Handset | undefined;
  /**
   * Takes what a person did. The same `deedId` again is the same deed. `busy`: too much of this phone waits for the bot;
   * `away`: the bot is not running; `too large`: the file is.
   */
  take(
    handset: string,
    deedId: string,
    deed: Deed,
    holder: Holder,
  ): 'taken' | 'busy' | 'away' | 'no phone' | 'too large';
  /** How many deeds of a phone the bot has not yet dealt with. */
  waiting(handset: string): number;
  /** A file that was sent and that a page may show, while there is room for it. */
  file(id: string): OpenFile | undefined;
}

const ABILITIES: Readonly<Record<Style, readonly Ability[]>> = {
  buttons: ['buttons', 'contact', 'erase'],
  numbers: ['sender'],
};
/** A bot that says it is writing, and then nothing, has stopped. */
const TYPING_MS = 8_000;

/** The phones of one style. `words` are those the messenger adds by itself. */
export const createSimulator = (style: Style, words: SimulatorWords, log: Logger): Simulator =>
  new InMemory(style, words, log);

class InMemory implements Simulator {
  readonly style: Style;
  readonly name: Simulator['name'];
  readonly abilities: ReadonlySet<Ability>;
  readonly receipts = undefined;
  private readonly words: SimulatorWords;
  private readonly log: Logger;
  private readonly handsets = new Handsets();
  private readonly files = new Files();
  private readonly lines = new Map<string, Line>();
  private readonly typists = new WeakMap<Handset, NodeJS.Timeout>();
  private readonly stopping = new AbortController();
  private receive: Receive | undefined;

  constructor(style: Style, words: SimulatorWords, log: Logger) {
    this.style = style;
    this.name = `simulator-${style}`;
    this.abilities = new Set(ABILITIES[style]);
    this.words = words;
    this.log = log;
  }

  async start(receive: Receive): Promise<void> {
    this.receive = receive;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([...this.lines.values()].map((line) => line.idle()));
  }

  handset(id: string): Handset | undefined {
    return this.handsets.open(id);
  }

  file(id: string): OpenFile | undefined {
    return this.files.open(id);
  }

  waiting(handset: string): number {
    return this.lines.get(handset)?.length ?? 0;
  }

  take(handset: string, deedId: string, deed: Deed, holder: Holder): ReturnType<Simulator['take']> {
    if (!this.receive || this.stopping.signal.aborted) return 'away';
    const phone = this.handsets.open(handset);
    if (!phone) return 'no phone';
    const line = this.lineOf(handset);
    if (line.knows(deedId)) return 'taken';
    if (line.full) return 'busy';
    const done = this.done(deed);
    if (!done) return 'too large';
    const bubble = bubbleOf(deedId, done, holder);
    if (bubble) phone.show(bubble);
    const arrival = {
      address: { channel: this.name, id: handset },
      messageId: deedId,
      act: actOf(done, holder, this.abilities.has('contact')),
      ...(this.abilities.has('sender') && holder.number ? { sender: holder.number } : {}),
      ...(bubble ? { erasable: deedId } : {}),
      ...(deed.kind === 'tap' ? { tapped: deed.bubble } : {}),
      ...(this.style === 'buttons' ? { language: holder.language } : {}),
    };
    line.add(arrival, this.receive, this.stopping.signal);
    return 'taken';
  }

  holds(): boolean {
    return true;
  }

  mayRemind(): boolean {
    return true;
  }

  async send({ id }: Address, message: Outgoing): Promise<readonly string[]> {
    const phone = this.handsets.open(id);
    if (!phone) throw new SendError({ kind: 'rejected', code: 'no such phone' });
    const file = message.file && this.keep(message.file);
    this.writes(phone, false);
    const answered = message.answered === undefined ? undefined : phone.find(message.answered);
    const settled = message.settles ? phone.withButtons().filter(({ id: one }) => one !== answered?.id) : [];
    for (const bubble of settled) phone.show({ ...bubble, buttons: [] });
    const shown = { from: 'bot', read: true, ...this.drawn(message), ...(file ? { file } : {}) } as const;
    // Neither a file nor a keyboard can be put into a message that stands already.
    if (answered && message.replaces && message.contact === undefined && !file) {
      return [phone.show({ ...answered, ...shown })];
    }
    if (answered) phone.show({ ...answered, buttons: [] });
    const name = phone.show(shown);
    phone.offer(this.abilities.has('contact') ? keysOf(message) : []);
    return [name];
  }

  async fetch({ ref }: Media, most: number, signal: AbortSignal): Promise<Uint8Array> {
    signal.throwIfAborted();
    return this.files.fetch(ref, most);
  }

  /**
   * With buttons, messages of both sides leave the screen, and their files are gone. With numbers the screen is the
   * person's alone: what they wrote stays, and only the files they sent are gone from the bot's side.
   */
  async erase({ id }: Address, names: readonly string[], spare?: string): Promise<void> {
    const phone = this.handsets.open(id);
    if (!phone) return;
    const gone = names.filter((name) => name !== spare);
    for (const bubble of gone.flatMap((name) => phone.find(name) ?? [])) {
      if (bubble.file && (this.style === 'buttons' || bubble.from === 'person')) this.lose(phone, bubble, bubble.file);
    }
    if (this.style === 'buttons') phone.remove(gone);
  }

  typing({ id }: Address): void {
    const phone = this.handsets.get(id);
    if (phone) this.writes(phone, true);
  }

  trouble(): undefined {}

  private drawn(message: Outgoing): Pick<Bubble, 'runs' | 'buttons'> {
    const { markup, choices, contact, language } = message;
    if (this.style === 'numbers') return { runs: read(write(message, this.words.numbersHint(language))), buttons: [] };
    return { runs: runsOf(markup), buttons: contact === undefined ? choices : [] };
  }

  private keep(file: OutgoingFile): ShownFile {
    const kept = this.files.send(file);
    if (!kept) throw new SendError({ kind: 'rejected', code: 'too large' });
    return kept;
  }

  /** The message stays, without its picture. */
  private lose(phone: Handset, bubble: Bubble, { type: _, ...file }: ShownFile): void {
    this.files.forget(file.id);
    phone.show({ ...bubble, file });
  }

  private done(deed: Deed): Done | undefined {
    if (deed.kind !== 'media') return deed;
    const file = this.files.receive(deed.file);
    return file && { kind: 'media', file };
  }

  private writes(phone: Handset, typing: boolean): void {
    clearTimeout(this.typists.get(phone));
    phone.writes(typing);
    if (typing) this.typists.set(phone, setTimeout(() => phone.writes(false), TYPING_MS).unref());
  }

  /** Lines of phones that made way for others go with them, once empty. */
  private lineOf(handset: string): Line {
    const known = this.lines.get(handset);
    if (known) return known;
    for (const [id, line] of this.lines) if (line.length === 0 && !this.handsets.get(id)) this.lines.delete(id);
    const line = new Line(this.log, (messageId) => {
      const phone = this.handsets.get(handset);
      const bubble = phone?.find(messageId);
      if (phone && bubble) phone.show({ ...bubble, read: true });
    });
    this.lines.set(handset, line);
    return line;
  }
}

const keysOf = ({ contact, choices }: Outgoing): readonly Key[] =>
  contact === undefined
    ? []
    : [{ label: contact, contact: true }, ...choices.map(({ label }) => ({ label, contact: false }))];
