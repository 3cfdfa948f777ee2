import { type MessageKey, type Text, type TextValue, text } from '../../domain/message.ts';
import { printable } from '../shared/terminal.ts';

/**
 * Writes lines of a document in one language. What a reporter wrote is never put into a message, where it could be taken for
 * markup, and stands indented where it has several lines, so that no line of it passes for one of ours.
 */
export class Scribe {
  readonly plain: (message: Text) => string;
  private readonly zone: string;

  constructor(plain: (message: Text) => string, zone: string) {
    this.plain = plain;
    this.zone = zone;
  }

  say(key: MessageKey, values?: Readonly<Record<string, TextValue>>): string {
    return this.plain(text(key, values));
  }

  /** An ISO day in words. */
  day(iso: string): string {
    return this.say('dossier.on', { day: { day: iso } });
  }

  moment(date: Date): string {
    return this.say('dossier.at', { at: { moment: date.getTime(), zone: this.zone } });
  }

  /** `Label: value`; nothing without a value. */
  row(label: MessageKey, value: string | undefined): readonly string[] {
    return value === undefined ? [] : [`${this.say(label)}: ${oneLine(value)}`];
  }

  /** A label, and what somebody wrote below it; nothing without that. */
  passage(label: string, words: string | undefined): readonly string[] {
    if (words === undefined) return [];
    return [`${label}:`, ...linesOf(words).map((line) => (line === '' ? '' : `  ${line}`)), ''];
  }
}

const linesOf = (words: string): readonly string[] =>
  printable(words.replace(/\r\n?|[\u2028\u2029]/g, '\n').replaceAll('\t', ' ')).split('\n');

/** What somebody wrote, where there is room for a line only. */
export const oneLine = (words: string): string => linesOf(words).join(' ');
