/**
 * Messages as a messenger without buttons writes and draws them: `*bold*`, `_italic_`, three back ticks around code, plain
 * links, choices as a numbered list.
 */
import type { Outgoing } from './channel.ts';
import { joined, type Look, type Run, runsOf } from './runs.ts';

/** Stands after a sign that must not begin or end a format. Nobody sees it. */
const JOINER = '\u2060';
const LINK = /https?:\/\/[^\s<>"*~`]+/u;
/** A link keeps its signs as they are. */
const SIGN = new RegExp(`${LINK.source}|[*_~\`]`, 'gu');
const GUARDED = new RegExp(`([*_~\`])${JOINER}`, 'g');

/** A message in the messenger's own writing, choices and hint below. */
export function write({ markup, choices }: Pick<Outgoing, 'markup' | 'choices'>, hint: string): string {
  const words = runsOf(markup).map(writeRun).join('');
  if (choices.length === 0) return words;
  const list = choices.map(({ label }, n) => `*${n + 1}.* ${guard(label)}`).join('\n');
  return [words, list, `_${guard(hint)}_`].join('\n\n');
}

const guard = (text: string): string => text.replace(SIGN, (found) => (found.length > 1 ? found : found + JOINER));

function writeRun({ text, bold, italic, code, href }: Run): string {
  if (href !== undefined) return text === href ? href : `${guard(text)}: ${href}`;
  const signs = [...(bold ? ['*'] : []), ...(italic ? ['_'] : []), ...(code ? ['```'] : [])];
  if (signs.length === 0) return guard(text);
  // A format ends with its line, and does not begin or end with a space.
  return text.replace(/[^\s\n](?:[^\n]*[^\s\n])?/g, (line) =>
    signs.reduceRight((inner, sign) => `${sign}${inner}${sign}`, guard(line)),
  );
}

const FORMATS: readonly { readonly pattern: RegExp; readonly look: Look }[] = [
  { pattern: /```((?:[^`\n]|`\u2060)+)```/u, look: { code: true } },
  { pattern: format('\\*', '*'), look: { bold: true } },
  { pattern: format('_', '_'), look: { italic: true } },
];

/** Begins and ends at the edge of a word; inside, the sign stands only in guarded form or within a word, as in a link. */
function format(sign: string, bare: string): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}])${sign}(?![\\s${JOINER}])((?:[^${bare}\\n]|${sign}${JOINER}|(?<=[\\p{L}\\p{N}])${sign}(?=[\\p{L}\\p{N}]))+?)(?<!\\s)${sign}(?![\\p{L}\\p{N}${JOINER}])`,
    'u',
  );
}

/** Draws the messenger's own writing. */
export const read = (written: string): readonly Run[] => joined(draw(written, {}));

function draw(text: string, look: Look): readonly Run[] {
  const found = [
    ...FORMATS.map(({ pattern, look: more }) => ({ match: pattern.exec(text), more })),
    { match: LINK.exec(text), more: undefined },
  ].flatMap(({ match, more }) => (match ? [{ match, more }] : []));
  const [first] = found.sort((one, other) => one.match.index - other.match.index);
  if (!first) return [{ text: text.replace(GUARDED, '$1'), ...look }];
  const { match, more } = first;
  const [whole, inner = ''] = match;
  return [
    ...draw(text.slice(0, match.index), look),
    ...(more ? draw(inner, { ...look, ...more }) : [{ text: whole, ...look, href: whole }]),
    ...draw(text.slice(match.index + whole.length), look),
  ];
}
