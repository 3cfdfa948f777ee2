/** What a command says: results on standard output, everything else on standard error. */
import { type Language, type Text, text } from '../../domain/message.ts';
import type { I18n } from '../../i18n.ts';

/** Where words go. `live`: a line of complaints can be written over. */
export interface Output {
  readonly out: (words: string) => void;
  readonly err: (words: string) => void;
  readonly live: boolean;
}

export class Terminal {
  readonly language: Language;
  private readonly i18n: I18n;
  private readonly output: Output;

  constructor(i18n: I18n, language: Language, output: Output) {
    this.i18n = i18n;
    this.language = language;
    this.output = output;
  }

  /** A result, on a line of its own. */
  say(message: Text): void {
    this.output.out(`${this.plain(message)}\n`);
  }

  /** A result that is no words, as it is. */
  line(raw: string): void {
    this.output.out(`${raw}\n`);
  }

  /** A result for programs: JSON, in which what could steer the terminal stands as escapes. */
  json(value: unknown): void {
    const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
    this.line(JSON.stringify(value, null, 2).replace(/[\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, escaped));
  }

  /** A remark or a complaint. */
  note(message: Text): void {
    this.output.err(`${this.plain(message)}\n`);
  }

  /** The words of a message. What files or the database put into it cannot steer the terminal. */
  plain(message: Text): string {
    return printable(this.i18n.plain(this.language, message));
  }

  /** Rows under each other, columns as wide as they must be. */
  table(rows: readonly (readonly string[])[]): void {
    const widths = rows.reduce<number[]>((all, row) => row.map((cell, n) => Math.max(all[n] ?? 0, cell.length)), []);
    for (const row of rows) {
      const line = row.map((cell, n) => printable(cell).padEnd(widths[n] ?? 0)).join('  ');
      this.output.out(`${line.trimEnd()}\n`);
    }
  }

  /** Shows how far something is: one line that changes on a terminal, some lines elsewhere. Returns what to call. */
  progress(total: number): (done: number) => void {
    return (done) => {
      const line = this.plain(text('cli.progress', { done, rows: text('cli.rows', { count: total }) }));
      if (this.output.live) this.output.err(`\r${line}${done >= total ? '\n' : ''}`);
      else if (done >= total || done % 2_000 === 0) this.output.err(`${line}\n`);
    };
  }

  /**
   * A line that changes: on a terminal each takes the place of the one before, elsewhere only what is `worth` it is said.
   * Returns what to call.
   */
  changing(): (raw: string, how: { readonly worth: boolean; readonly last: boolean }) => void {
    let longest = 0;
    return (raw, { worth, last }) => {
      const line = printable(raw);
      longest = Math.max(longest, line.length);
      if (this.output.live) this.output.err(`\r${line.padEnd(longest)}${last ? '\n' : ''}`);
      else if (worth) this.output.err(`${line}\n`);
    };
  }
}

/** Without control characters but line ends: a cell could otherwise move the cursor or colour the rest. */
export const printable = (words: string): string => words.replace(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/gu, '');
