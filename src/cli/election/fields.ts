/** An election field by field, as an operator reads it. */
import { type Election, REMINDER_TEXTS } from '../../domain/election.ts';
import { LANGUAGES } from '../../domain/message.ts';

/** Names and values: `legal` as often as there are sources, `texts id week` for words of its own. */
export function fieldsOf({ legal, texts, ...rest }: Election): readonly (readonly [string, string])[] {
  const words = LANGUAGES.flatMap((language) => REMINDER_TEXTS.map((name) => ({ language, name })));
  return [
    ...Object.entries(rest).map(([field, value]) => [field, String(value)] as const),
    ...legal.map((source) => ['legal', source] as const),
    ...words.flatMap(({ language, name }) => {
      const own = texts[language]?.[name];
      return own === undefined ? [] : [[`texts ${language} ${name}`, own.replaceAll('\n', ' / ')] as const];
    }),
  ];
}
