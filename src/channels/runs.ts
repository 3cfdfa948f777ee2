/** Words as a phone draws them: a list of runs, never HTML, so that a page builds them from text alone. */
import type { Markup } from './channel.ts';

/** Letters that look alike. `href` is `http:` or `https:`. */
export interface Run {
  readonly text: string;
  readonly bold?: true;
  readonly italic?: true;
  readonly code?: true;
  readonly href?: string;
}

export type Look = Omit<Run, 'text'>;

const TOKEN = /<(\/?)(b|i|code|a)(?:\s+href="([^"]*)")?>|[^<]+|</gu;
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
const LOOKS = { b: { bold: true }, i: { italic: true }, code: { code: true } } as const;

const plain = (text: string): string => text.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity] ?? entity);

/** Reads our HTML subset. What is not part of it is text. */
export function runsOf(markup: Markup): readonly Run[] {
  const runs: Run[] = [];
  const open: Look[] = [{}];
  for (const [raw, slash, tag, href] of markup.matchAll(TOKEN)) {
    const look = open.at(-1) ?? {};
    if (tag === undefined) runs.push({ text: plain(raw), ...look });
    else if (slash) open.pop();
    else open.push({ ...look, ...lookOf(tag, href) });
  }
  return joined(runs);
}

function lookOf(tag: string, href: string | undefined): Look {
  if (tag === 'b' || tag === 'i' || tag === 'code') return LOOKS[tag];
  const url = plain(href ?? '');
  return /^https?:\/\//.test(url) ? { href: url } : {};
}

/** Neighbours that look alike become one; empty ones go. */
export function joined(runs: readonly Run[]): readonly Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    if (run.text === '') continue;
    if (last && alike(last, run)) out[out.length - 1] = { ...last, text: last.text + run.text };
    else out.push(run);
  }
  return out;
}

const alike = (one: Run, other: Run): boolean =>
  one.bold === other.bold && one.italic === other.italic && one.code === other.code && one.href === other.href;
