/** Our markup is a part of Telegram's HTML, so it goes out as it is; only its length needs care. */
import type { Markup } from '../channel.ts';

/** Visible characters (UTF-16 units) a message and a caption may have, after the markup is taken away. */
export const LONGEST_TEXT = 4096;
export const LONGEST_CAPTION = 1024;

type Token =
  | { readonly kind: 'open'; readonly raw: string; readonly tag: string }
  | { readonly kind: 'close'; readonly raw: string }
  /** One visible character; `size` counts UTF-16 units. */
  | { readonly kind: 'char'; readonly raw: string; readonly size: number };

const TOKEN = /<\/([a-z]+)>|<([a-z]+)[^>]*>|&(?:[a-z]+|#\d+);|[\s\S]/giu;

function* tokens(markup: string): Generator<Token> {
  for (const [raw, closing, opening] of markup.matchAll(TOKEN)) {
    if (closing !== undefined) yield { kind: 'close', raw };
    else if (opening !== undefined) yield { kind: 'open', raw, tag: opening };
    else yield { kind: 'char', raw, size: raw.startsWith('&') ? 1 : raw.length };
  }
}

export function visibleLength(markup: string): number {
  if (!markup.includes('<') && !markup.includes('&')) return markup.length;
  let length = 0;
  for (const token of tokens(markup)) if (token.kind === 'char') length += token.size;
  return length;
}

/** Whether a text has at most `longest` visible characters. What is short with its markup, as nearly all are, is not counted. */
export const fits = (markup: string, longest: number): boolean =>
  markup.length <= longest || visibleLength(markup) <= longest;

/** Breaks, best first: between paragraphs, lines, words; none, and it is cut between characters. */
const BREAKS: readonly RegExp[] = [/\n\n+$/, /\n$/, /\s$/];

/** Cuts a text into pieces of at most `longest` visible characters, each with its markup closed and opened again. */
export function split(markup: Markup, longest: number): readonly string[] {
  if (fits(markup, longest)) return [markup];
  const pieces: string[] = [];
  let rest = [...tokens(markup)];
  while (rest.length > 0) {
    const end = pieceEnd(rest, longest);
    const taken = rest.slice(0, end);
    const { piece, open } = close(taken);
    if (taken.some((token) => token.kind === 'char' && /\S/.test(token.raw))) pieces.push(piece.trim());
    const next = rest.slice(end);
    const blank = next.findIndex((token) => token.kind !== 'char' || !/^\s$/.test(token.raw));
    rest = blank < 0 ? [] : [...open, ...next.slice(blank)];
  }
  return pieces;
}

/** How many tokens the next piece takes. */
function pieceEnd(rest: readonly Token[], longest: number): number {
  const best: number[] = [];
  let seen = '';
  let length = 0;
  for (const [n, token] of rest.entries()) {
    if (token.kind !== 'char') continue;
    length += token.size;
    if (length > longest) {
      // A paragraph's end is worth a shorter piece, but not a very short one.
      return BREAKS.map((_, rank) => best[rank] ?? 0).find((end) => end > n / 3) ?? n;
    }
    seen = seen.slice(-1) + token.raw;
    for (const [rank, pattern] of BREAKS.entries()) if (pattern.test(seen)) best[rank] = n + 1;
  }
  return rest.length;
}

function close(piece: readonly Token[]): { piece: string; open: readonly Token[] } {
  const open: Extract<Token, { kind: 'open' }>[] = [];
  for (const token of piece) {
    if (token.kind === 'open') open.push(token);
    else if (token.kind === 'close') open.pop();
  }
  const ends = open.toReversed().map(({ tag }) => `</${tag}>`);
  return { piece: piece.map((token) => token.raw).join('') + ends.join(''), open };
}
