/** Days and moments as people write them; the same in a chat, on paper and in a browser. */
import { type Language, TAGS } from './message.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${language} ${zone} ${Object.keys(options).join()}`;
  const made = formats.get(name) ?? new Intl.DateTimeFormat(TAGS[language], { timeZone: zone, ...options });
  formats.set(name, made);
  return made;
}

/** `2026-11-24` as «Selasa, 24 November 2026». */
export const formatDay = (language: Language, day: string): string =>
  format(language, 'UTC', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(
    new Date(`${day}T00:00:00Z`),
  );

/** A moment as «24 November 2026 pukul 10.03 WIB». The zone's Indonesian name serves every language. */
export function formatMoment(language: Language, moment: number, zone: string): string {
  const words = format(language, zone, { dateStyle: 'long', timeStyle: 'short' }).format(moment);
  const name = format('id', zone, { timeZoneName: 'short' })
    .formatToParts(moment)
    .find((part) => part.type === 'timeZoneName');
  return `${words} ${name?.value ?? zone}`;
}

/** «waktu, tempat, dan bukti». */
export const formatList = (language: Language, words: readonly string[]): string =>
  new Intl.ListFormat(TAGS[language], { type: 'conjunction' }).format(words);
