/** Ends of the addresses that people copy without their beginning; «Jl.Ijen/no» is none. */
const ENDS = 'com|id|net|org|me|be|co|watch|ly|gl|in|io|tv|info|app|link|news|site|web|to|gd|cc';

/** With its beginning, or as an address bar shows it: «www.…», «instagram.com/…». */
const LINK = new RegExp(
  `https?://[^\\s<>"]{4,900}|(?<![\\p{L}\\p{N}@./-])(?:www\\.[^\\s<>"]{4,900}|(?:[a-z0-9-]{1,63}\\.){1,5}(?:${ENDS})/[^\\s<>"]{1,900})`,
  'giu',
);

/** The links in a text, as they were written, without the full stop or bracket of the sentence they stand in. */
export const linksIn = (text: string): readonly string[] =>
  (text.match(LINK) ?? []).map((link) => link.replace(/[.,;:!?)\]»”'’]+$/u, ''));

/** What stands around the links of a text, as it was written. */
export const aroundLinks = (text: string): string => text.replace(LINK, ' ');

/** What is said beside the links of a text; empty where it is nothing else. */
export const besideLinks = (text: string): string =>
  aroundLinks(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
