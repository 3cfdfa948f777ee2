import type { LegalDocument } from '../../domain/document.ts';
import { type MessageKey, type Text, text } from '../../domain/message.ts';

const EXPLAINED: readonly MessageKey[] = [
  'pledge.explain_ikrar_1',
  'pledge.explain_ikrar_2',
  'pledge.explain_ikrar_3',
  'pledge.explain_ikrar_4',
];
const OFFICIAL_VERSION = 1;

/** Plain words for a point of the official ikrar, from 0, in the reader's language; there are none for other documents. */
export function explanationOf({ kind, version }: LegalDocument, index: number): Text | undefined {
  const key = kind === 'ikrar' && version === OFFICIAL_VERSION ? EXPLAINED[index] : undefined;
  return key === undefined ? undefined : text(key);
}
