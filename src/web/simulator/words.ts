import { type Language, type MessageKey, text } from '../../domain/message.ts';
import type { I18n } from '../../i18n.ts';

/** Says a message in the language of the page. */
export type Say = (key: MessageKey, values?: Readonly<Record<string, string>>) => string;

export const sayIn =
  (i18n: I18n, language: Language): Say =>
  (key, values) =>
    i18n.plain(language, text(key, values));
