const CHARACTERS = new Intl.Segmenter('id', { granularity: 'grapheme' });

/** The beginning of a text, at most so many UTF-16 units of it: no character as people see it, 👩‍👩‍👧, is cut in two. */
export function beginning(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = CHARACTERS.segment(text).containing(most)?.index ?? most;
  // Marks can be heaped on one letter without end: then whole code points must do.
  return cut > 0 ? text.slice(0, cut) : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
}
