import type { Piece, Removed } from '../../domain/evidence.ts';
import type { Exhibit, Written } from './exhibits.ts';
import { oneLine, type Scribe } from './scribe.ts';

/** What a piece of evidence is, which file has it, and what its reader must know before showing it around. */
export function exhibitLines({ n, note, copy, original }: Exhibit, scribe: Scribe): readonly string[] {
  const said = note?.words === undefined ? [] : [`     ${scribe.say('dossier.exhibit_words')}: ${oneLine(note.words)}`];
  if (note && 'link' in note) return [`  ${n}. ${scribe.say('dossier.exhibit_link')}: ${oneLine(note.link)}`, ...said];
  const parts = [
    ...(copy ? fileWords(copy, scribe) : []),
    ...(note ? [scribe.say(`dossier.exhibit_${note.piece.kind}`), cleanWords(note.piece, scribe)] : []),
  ];
  return [
    `  ${n}. ${parts.join(' · ')}`,
    ...(original
      ? [`     ${[...fileWords(original, scribe), scribe.say('dossier.exhibit_original')].join(' · ')}`]
      : []),
    ...said,
  ];
}

const fileWords = ({ file, fault }: Written, scribe: Scribe): readonly string[] =>
  fault ? [file, scribe.say(`dossier.exhibit_${fault}`)] : [file];

function cleanWords({ cleaned, removed }: Pick<Piece, 'cleaned' | 'removed'>, scribe: Scribe): string {
  if (!cleaned) return scribe.say('dossier.exhibit_uncleaned');
  return removed.length === 0
    ? scribe.say('dossier.exhibit_cleaned')
    : scribe.say('dossier.exhibit_removed', { removed: { list: removed.map(removedWord) } });
}

const removedWord = (removed: Removed) =>
  // i18next takes `_other` for a plural form.
  removed === 'other' ? 'filing.removed_rest' : (`filing.removed_${removed}` as const);
