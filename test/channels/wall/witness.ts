/** Somebody who talks with the bot, and who would be recognised by anything they leave behind. */
import { expect, vi } from 'vitest';
import type { MessageKey } from '../../../src/domain/message.ts';
import type { Mark } from '../../privacy/marks.ts';
import { fragment } from '../../support/crowd/words.ts';
import { picture } from '../../wall/picture.ts';
import type { Phone, SentFile } from './phone.ts';

const CODE = /\b(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}\b/g;
const RIGHT_TO_LEFT = '\u202e';
/** A limit, not a measure. */
const PATIENCE_MS = 60_000;

export class Witness {
  readonly phone: Phone;
  private readonly name: string;
  private readonly n: number;
  private readonly patienceMs: number;
  private readonly pictures: Mark[] = [];
  private readonly fileNames: Mark[] = [];
  private readonly words: Mark[] = [];
  /** In the order in which they were shown. */
  private readonly codes = new Set<string>();
  /** What stood in the chat when one began to listen. */
  private known: readonly string[] = [];

  /**
   * @param n tells them from the others; below 100
   * @param patienceMs how long they wait for an answer
   */
  constructor(phone: Phone, name: string, n: number, patienceMs = PATIENCE_MS) {
    this.patienceMs = patienceMs;
    this.phone = phone;
    this.name = name;
    this.n = n;
  }

  /** A word of theirs that stands nowhere else, to be put into what they tell. */
  word(what: string): string {
    const text = `${what}Xenofontes${this.n}w${this.words.length}`;
    this.words.push({ what: 'words', text });
    return text;
  }

  /** Says something, and waits until the bot has said these words. */
  async says(text: string, hears: MessageKey): Promise<void> {
    await this.does(() => this.phone.says(text), hears);
  }

  async chooses(what: MessageKey, hears: MessageKey): Promise<void> {
    await this.does(() => this.phone.chooses(what), hears);
  }

  /** Sends a file, and waits until the bot has said what became of it. */
  async sends(file: Omit<SentFile, 'words'>, hears: MessageKey): Promise<void> {
    const words = this.word('Keterangan');
    await this.does(() => this.phone.attaches({ ...file, words }), hears);
  }

  async sendsPicture(hears: MessageKey = 'filing.piece_cleaned'): Promise<void> {
    await this.sends({ kind: 'photo', bytes: await this.picture() }, hears);
  }

  /** A picture of theirs, with the place, the phone's number and its owner in it. */
  async picture(): Promise<Buffer> {
    const at = this.pictures.length;
    const serial = `SERIAL-${this.phone.number}-${at}`;
    const seconds = 50_000 + this.n * 50 + at;
    const { bytes, marks } = await picture({ owner: this.name, serial, seconds, shade: [at, this.n] });
    this.pictures.push(...marks);
    return bytes;
  }

  /** The name of a file of theirs: it tries to leave its folder, and reads as another type than it has. */
  fileName(): string {
    const core = `BerkasXenofontes${this.n}n${this.fileNames.length}`;
    const name = `../../${RIGHT_TO_LEFT}fdp.${core}${RIGHT_TO_LEFT}.exe`;
    this.fileNames.push(...[core, name].map((text) => ({ what: 'file name', text })));
    return name;
  }

  async does(act: () => Promise<void>, hears: MessageKey): Promise<void> {
    await this.listens();
    await act();
    await this.hears(hears);
  }

  /** From now on. */
  async listens(): Promise<void> {
    this.known = await this.look();
  }

  /** Waits until the bot has said these words since one listens. */
  async hears(words: MessageKey, timeout = this.patienceMs): Promise<void> {
    await vi.waitFor(async () => expect(this.newIn(await this.look()).join('\n')).toContain(fragment(words)), {
      timeout,
      interval: 150,
    });
  }

  /** Every code they were shown. */
  get shown(): readonly string[] {
    return [...this.codes];
  }

  /** The code they were shown last. */
  get code(): string {
    const code = [...this.codes].at(-1);
    if (code === undefined) throw new Error('no code was shown');
    return code;
  }

  /** Who they are: their chat and all that is in it, their pictures, and how they call their files. */
  async identity(): Promise<readonly Mark[]> {
    return [...(await this.phone.marks()), ...this.pictures, ...this.fileNames];
  }

  /** What they told, and every code they were shown, in each form it has. */
  told(): readonly Mark[] {
    const forms = [...this.codes].flatMap((code) => [code, code.replaceAll('-', ''), code.slice(0, 9), code.slice(10)]);
    return [...this.words, ...forms.map((text) => ({ what: 'code', text }))];
  }

  private async look(): Promise<readonly string[]> {
    const seen = await this.phone.sees();
    for (const text of seen) for (const code of text.match(CODE) ?? []) this.codes.add(code);
    return seen;
  }

  /** Messages may change in their place: new is what was not there as often. */
  private newIn(seen: readonly string[]): readonly string[] {
    const known = [...this.known];
    return seen.filter((text) => {
      const at = known.indexOf(text);
      if (at >= 0) known.splice(at, 1);
      return at < 0;
    });
  }
}
