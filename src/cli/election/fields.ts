/** An election field by field, as an operator reads it. */
import { type Election, REMINDER_TEXTS } from '../../domain/election.ts';
import { LANGUAGES, type Text, text } from '../../domain/message.ts';

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

/** What became different, `votingDay: 2031-11-26 → 2031-12-03`; «–» stands where there is nothing. */
export function changesOf(before: Election, after: Election): readonly Text[] {
  const [old, current] = [byName(before), byName(after)];
  const names = [...new Set([...old.keys(), ...current.keys()])];
  const differing = names.filter((field) => old.get(field) !== current.get(field));
  return differing.map((field) =>
    text('cli.election_change', { field, before: old.get(field) ?? '–', after: current.get(field) ?? '–' }),
  );
}

function byName(election: Election): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [field, value] of fieldsOf(election)) {
    const others = values.get(field);
    values.set(field, others === undefined ? value : `${others}; ${value}`);
  }
  return values;
}
