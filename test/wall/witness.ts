/** Somebody who talks with the bot, and who would be recognised by anything they leave behind. */
import { parseReceiptCode } from '../../src/domain/receipt.ts';
import type { Media } from '../../src/engine/types.ts';
import { type Mark, phoneMarks } from '../privacy/marks.ts';
import type { Reporting } from '../support/reporting.ts';
import { phone } from '../support/world.ts';
import type { Known, MarkedBox } from './box.ts';
import { picture } from './picture.ts';

export class Witness implements Known {
  readonly desk: Reporting;
  readonly chat: string;
  readonly phone: Known['phone'] & string;
  readonly userName: string;
  readonly displayName: string;
  private readonly box: MarkedBox;
  private readonly n: number;
  private readonly words: Mark[] = [];
  private readonly files: Mark[] = [];

  /** @param n tells them from the others; below 1000 */
  constructor(desk: Reporting, box: MarkedBox, n: number) {
    const three = String(n).padStart(3, '0');
    this.desk = desk;
    this.box = box;
    this.n = n;
    this.chat = `7700${three}4${three}9`;
    this.phone = phone(`+6281277${three}${three}`);
    this.userName = `@saksi_tersembunyi_${three}`;
    this.displayName = `Zulaikhawati ${three} Tersembunyi`;
    box.known.set(this.chat, this);
  }

  /** A word of theirs that stands nowhere else, to be put into what they tell. */
  word(
    what: string,
    where: 'words' | 'words in a letter' | 'words in a file' | 'words under a file' = 'words',
  ): string {
    const text = `${what}Xenofontes${this.n}w${this.words.length}`;
    this.words.push({ what: where, text });
    return text;
  }

  says(...all: readonly string[]): Promise<void> {
    return this.desk.says(this.chat, ...all);
  }

  taps(...choices: readonly string[]): Promise<void> {
    return this.desk.taps(this.chat, ...choices);
  }

  /** Does what no step asks for. */
  async does(act: Parameters<MarkedBox['arrival']>[1]): Promise<void> {
    await this.desk.house.turns.receive(this.box.arrival(this.chat, act));
    await this.desk.house.quiet();
  }

  /** Sends a file, and waits until it came to something. `undefined`: one that the platform no longer has. */
  async sends(bytes: Uint8Array | undefined, kind: Media['kind'] = 'photo'): Promise<void> {
    const ref = `berkas-${this.chat}-${this.files.length}`;
    const words = this.word('Keterangan', 'words under a file');
    this.files.push({ what: 'file', text: ref });
    if (bytes) this.box.files.set(ref, bytes);
    await this.does({ kind: 'media', media: { ref, kind, words, ...(bytes ? { size: bytes.length } : {}) } });
    await this.desk.work();
  }

  /** A picture of theirs, with the place, the phone's number and its owner in it. */
  async picture(): Promise<Buffer> {
    const n = this.files.length;
    const serial = `SERIAL-${this.chat}-${n}`;
    const seconds = 40_000 + this.n * 50 + n;
    const camera = { owner: this.displayName, serial, seconds, shade: [n, this.n] } as const;
    const { bytes, marks } = await picture(camera);
    this.files.push(...marks);
    return bytes;
  }

  /** The code they were shown last. */
  get code(): string {
    return this.desk.code(this.chat);
  }

  /** Who they are: nothing of it may be readable anywhere, and no officer may see any of it. */
  identity(): readonly Mark[] {
    const names = this.box.namesIn(this.chat);
    return [
      { what: 'chat', text: this.chat },
      { what: 'chat with its channel', text: `telegram:${this.chat}` },
      ...phoneMarks(this.phone),
      { what: 'user name', text: this.userName },
      { what: 'display name', text: this.displayName },
      ...names.map((text) => ({ what: 'message', text })),
      ...names.map((name) => ({ what: 'message of a chat', text: `telegram:${this.chat}:${name}` })),
      ...this.files,
    ];
  }

  /** What they told: the officers may read it, and nobody else. */
  told(): readonly Mark[] {
    return this.words;
  }

  /** Every code they were shown, in each form it has. */
  codes(): readonly Mark[] {
    const shown = [...this.desk.told(this.chat).matchAll(/<code>([^<]+)<\/code>/g)].map(([, code = '']) => code);
    return shown.flatMap((code) => [
      { what: 'code', text: code },
      { what: 'code', text: parseReceiptCode(code) ?? '' },
      { what: 'half a code', text: code.slice(0, 9) },
      { what: 'half a code', text: code.slice(10) },
    ]);
  }
}
