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

/** The command of `/ikrar`, `/ikrar@the_bot`, `/start ikrar`; `unknown` for a slash we do not have. */
export function matchSlash(
  text: string,
  commands: readonly Command[],
  words: Words,
): { command: Command } | { unknown: true } | undefined {
  const slash = /^\/([a-z0-9_]{1,32})(?:@\w+)?(?:\s+(\S.*))?$/isu.exec(text.trim());
  if (!slash) return text.trim().startsWith('/') ? { unknown: true } : undefined;
  const [, name = '', argument] = slash;
  const linked =
    name.toLowerCase() === 'start' && argument !== undefined ? matchLink(argument, commands, words) : undefined;
  const command = linked ?? commands.find((candidate) => candidate.slash.includes(name.toLowerCase()));
  return command ? { command } : { unknown: true };
}

/**
 * A deep link arrives as «/start ikrar»: what it names wins over the start. Anybody can write a link, so it leads to a
 * conversation and never does anything by itself.
 */
function matchLink(payload: string, commands: readonly Command[], words: Words): Command | undefined {
  const leading = commands.filter(({ does }) => does.kind === 'go');
  return matchWord(payload, leading, words);
}

/** A whole message that is one of a command's plain words. */
export function matchWord(text: string, commands: readonly Command[], words: Words): Command | undefined {
  if (text.length > LONGEST_WORD) return undefined;
  const typed = normalise(text);
  return commands.find((command) => command.slash.includes(typed) || words(command.words).includes(typed));
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
