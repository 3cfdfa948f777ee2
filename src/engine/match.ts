/** Understanding what was typed: commands, plain words, numbered answers. */
import type { MessageKey } from '../domain/message.ts';
import { toAsciiDigits } from '../domain/nip.ts';
import type { Command, Option } from './flow.ts';

/** How a typed word is compared: case, width, accents of punctuation, emoji and spaces do not matter. */
export const normalise = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Longer than any label or command: not worth comparing. */
const LONGEST_WORD = 80;

type Words = (key: MessageKey) => readonly string[];

/** A command, and what was written behind it. */
export interface Commanded {
  readonly command: Command;
  readonly rest?: string;
}

/** `/ikrar`, `/ikrar@the_bot`, `/start ikrar`: the command and the rest; `unknown` for a slash we do not have. */
export function matchSlash(
  text: string,
  commands: readonly Command[],
  words: Words,
): Commanded | { unknown: true } | undefined {
  const slash = /^\/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+(\S.*))?$/isu.exec(text.trim());
  if (!slash) return text.trim().startsWith('/') ? { unknown: true } : undefined;
  const [, name = '', argument] = slash;
  const linked =
    name.toLowerCase() === 'start' && argument !== undefined ? matchLink(argument, commands, words) : undefined;
  if (linked) return linked;
  const command = commands.find((candidate) => candidate.slash.includes(name.toLowerCase()));
  if (!command) return { unknown: true };
  return argument === undefined ? { command } : { command, rest: argument };
}

/**
 * A deep link arrives as «/start ikrar»: what it names wins over the start. Anybody can write a link, so it leads to a
 * conversation and never does anything by itself.
 */
function matchLink(payload: string, commands: readonly Command[], words: Words): Commanded | undefined {
  const leading = commands.filter(({ does }) => does.kind === 'go');
  return matchWord(payload, leading, words);
}

/** A whole message that is one of a command's plain words; or, where the command takes one, a word and what follows it. */
export function matchWord(text: string, commands: readonly Command[], words: Words): Commanded | undefined {
  if (text.length > LONGEST_WORD) return undefined;
  const named = (typed: string) => (command: Command) =>
    command.slash.includes(typed) || words(command.words).includes(typed);
  const command = commands.find(named(normalise(text)));
  if (command) return { command };
  const [, first = '', rest = ''] = /^\s*(\S+)\s+(\S.*)$/su.exec(text) ?? [];
  const taking = commands.find((one) => one.does.kind === 'go' && one.does.takes?.(rest) !== undefined);
  return taking && named(normalise(first))(taking) ? { command: taking, rest } : undefined;
}

/**
 * What the button of a message stands for that nobody asked for: `go:lapor` is as good as «/lapor», at any time, and
 * `go:baca:pilkada-2024` as «/baca pilkada-2024».
 */
export const noticeData = (slash: string, about?: string): string =>
  about === undefined ? `go:${slash}` : `go:${slash}:${about}`;

/** The command that such a button names. Only one that tells something can be told about what: no button begins more. */
export function matchNotice(data: string, commands: readonly Command[]): Commanded | undefined {
  const [, named = '', about] = /^go:([a-z]{1,20})(?::([a-z0-9-]{1,40}))?$/.exec(data) ?? [];
  const command = commands.find(({ slash: [name] }) => name === named);
  if (about === undefined) return command && { command };
  return command?.does.kind === 'tell' ? { command, rest: about } : undefined;
}

/** The flow that a text begins without naming it. */
export function matchBeginning(text: string, commands: readonly Command[]): string | undefined {
  for (const { does } of commands) if (does.kind === 'go' && does.begins?.(text)) return does.flow;
  return undefined;
}

/** The choice a text names: by its number in digits of any script, its label in any language, or one of its words. */
export function matchOption(text: string, options: readonly Option[], words: Words): Option | undefined {
  if (text.length > LONGEST_WORD) return undefined;
  const typed = normalise(toAsciiDigits(text));
  if (/^\d{1,2}$/.test(typed)) return options[Number(typed) - 1];
  return options.find(
    (option) =>
      (option.label.values === undefined && words(option.label.key).includes(typed)) ||
      (option.words !== undefined && words(option.words).includes(typed)),
  );
}
