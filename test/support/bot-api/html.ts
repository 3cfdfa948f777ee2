import { badRequest, type Entity } from './wire.ts';

const TYPES = new Map<string, Entity['type']>([
  ['b', 'bold'],
  ['strong', 'bold'],
  ['i', 'italic'],
  ['em', 'italic'],
  ['code', 'code'],
  ['a', 'text_link'],
]);
const NAMED = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
]);
const TOKEN = /<(\/?)([a-z]+)((?:\s[^>]*)?)>|&(?:([a-z]+)|#(\d+));|[^<&]+|[<&]/giu;

/** Reads `parse_mode: HTML` as Telegram does: unknown tags and unbalanced ones are refused. */
export function parseHtml(html: string): { text: string; entities: readonly Entity[] } {
  let text = '';
  const entities: Entity[] = [];
  const open: { tag: string; offset: number; url?: string }[] = [];
  for (const [token, slash, tag, attributes = '', name, number] of html.matchAll(TOKEN)) {
    if (tag !== undefined) {
      const lower = tag.toLowerCase();
      const type = TYPES.get(lower);
      if (!type) throw badRequest(`can't parse entities: Unsupported start tag "${lower}" at byte offset 0`);
      if (!slash) {
        const url = /\shref="([^"]*)"/i.exec(attributes)?.[1];
        open.push({ tag: lower, offset: text.length, ...(url === undefined ? {} : { url: parseHtml(url).text }) });
        continue;
      }
      const start = open.pop();
      if (start?.tag !== lower) throw badRequest(`can't parse entities: Unmatched end tag at byte offset 0`);
      const length = text.length - start.offset;
      if (length > 0) {
        entities.push({ type, offset: start.offset, length, ...(start.url === undefined ? {} : { url: start.url }) });
      }
    } else if (token === '<') {
      throw badRequest(`can't parse entities: Unsupported start tag "" at byte offset 0`);
    } else if (number !== undefined) {
      text += String.fromCodePoint(Number(number));
    } else {
      text += name === undefined ? token : (NAMED.get(name) ?? token);
    }
  }
  if (open.length > 0) throw badRequest(`can't parse entities: Can't find end tag corresponding to start tag`);
  return { text, entities };
}
