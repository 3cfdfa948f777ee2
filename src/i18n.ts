import { readdirSync, readFileSync } from 'node:fs';
import { createInstance, type FormatterModule } from 'i18next';
import { LANGUAGES, type Language, type MessageKey, type Text, type TextValue } from './domain/message.ts';
import { formatDay, formatList, formatMoment } from './domain/moment.ts';
import { formatNumber } from './domain/number.ts';
import { normalise } from './engine/match.ts';

/** A message names a value that was not given. Only raised when asked to be strict, in tests. */
export class MissingValueError extends Error {
  override readonly name = 'MissingValueError';
}

export interface I18n {
  /** The words of a message in a language, as markup: what was typed or stored is escaped. */
  markup(language: Language, message: Text): string;
  /** The same without markup or escaping, for PDF, terminal and pictures. */
  plain(language: Language, message: Text): string;
  /** Every way to say a message in any language, normalised. Keys ending in `_words` list several, with commas. */
  words(key: MessageKey): readonly string[];
}

/** Loads `locales/<language>/<file>.json`. With `strict`, a value that is missing from a message is an error. */
export function createI18n({ strict = false } = {}): I18n {
  const i18next = createInstance().use(quantities);
  void i18next.init({
    resources: Object.fromEntries(LANGUAGES.map((language) => [language, { translation: load(language) }])),
    lng: 'id',
    fallbackLng: 'id',
    initAsync: false,
    interpolation: { escape: escapeMarkup, alwaysFormat: true },
    missingInterpolationHandler: (text: string, value: [string, string]) => {
      if (strict) throw new MissingValueError(`${value[0]} in «${text}»`);
      return '';
    },
  });
  const translate = Object.fromEntries(LANGUAGES.map((language) => [language, i18next.getFixedT(language)]));
  // Most messages have no values, and then they are always the same words.
  const fixed = Object.fromEntries(LANGUAGES.map((language) => [language, new Map<MessageKey, string>()]));
  const said = (language: Language, message: Text, escapeValue: boolean): string => {
    if (message.values !== undefined) return translated(language, message, escapeValue);
    const known = fixed[language]?.get(message.key) ?? translated(language, message, escapeValue);
    fixed[language]?.set(message.key, known);
    return known;
  };
  const translated = (language: Language, { key, values = {} }: Text, escapeValue: boolean): string =>
    String(
      translate[language]?.(key, {
        ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shown(language, value)])),
        interpolation: { escapeValue },
      }),
    );
  const shown = (language: Language, value: TextValue): string | number => {
    if (typeof value === 'string' || typeof value === 'number') return value;
    if ('key' in value) return said(language, value, false); // escaped once, with what it is put into
    if ('list' in value) {
      return formatList(
        language,
        value.list.map((key) => said(language, { key }, false)),
      );
    }
    return 'day' in value ? formatDay(language, value.day) : formatMoment(language, value.moment, value.zone);
  };
  const known = new Map<MessageKey, readonly string[]>();
  return {
    markup: (language, message) => said(language, message, true),
    // Escaped first, so that only markup of ours is taken away, never what somebody typed in angle brackets.
    plain: (language, message) => unescapeMarkup(said(language, message, true).replace(/<\/?[a-z][^>]*>/g, '')),
    words: (key) => {
      const words =
        known.get(key) ??
        LANGUAGES.flatMap((language) => {
          const text = said(language, { key }, false);
          return (key.endsWith('_words') ? text.split(',') : [text]).map(normalise);
        });
      known.set(key, words);
      return words;
    },
  };
}

/** Numbers stay numbers until they are put in, since i18next chooses the plural form by `count`. */
const quantities: FormatterModule = {
  type: 'formatter',
  init: () => {},
  add: () => {},
  addCached: () => {},
  format: (value, _, tag) => {
    const language = LANGUAGES.find((one) => one === tag) ?? 'id';
    return typeof value === 'number' ? formatNumber(language, value) : value;
  },
};

/** `&`, `<`, `>` and `"` as entities: what people typed can never become markup. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const unescapeMarkup = (text: string): string =>
  text.replaceAll('&quot;', '"').replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&');

function load(language: Language): Record<string, unknown> {
  const folder = new URL(`../locales/${language}/`, import.meta.url);
  return Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [name.slice(0, -5), JSON.parse(readFileSync(new URL(name, folder), 'utf8'))]),
  );
}
