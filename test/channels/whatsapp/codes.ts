import { CODES_OF_REPORTS } from '../../support/desk.ts';
import { reportsBefore, type Transcript } from '../../support/transcript.ts';

const CODE = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/g;

/** Codes are drawn at random: they stand in the golden files under the names they have in transcripts. */
export class Codes {
  private readonly actual = new Map<string, string>();
  private readonly left: string[];

  constructor({ given }: Transcript) {
    const names = CODES_OF_REPORTS.map((code) => code.replace(/(.{4})(?=.)/g, '$1-'));
    this.left = names.slice(reportsBefore(given));
    for (const name of names.slice(0, reportsBefore(given))) this.actual.set(name, name);
  }

  shown(text: string): string {
    return text.replaceAll(CODE, (code) => {
      const known = [...this.actual].find(([, actual]) => actual === code)?.[0];
      if (known !== undefined) return known;
      const name = this.left.shift() ?? code;
      this.actual.set(name, code);
      return name;
    });
  }

  /** Whole, or its last four letters, with more around them or not. */
  typed(text: string): string {
    return [...this.actual].reduce(
      (typed, [name, actual]) =>
        typed.replace(new RegExp(name, 'gi'), actual).replace(new RegExp(name.slice(-4), 'gi'), actual.slice(-4)),
      text,
    );
  }
}
