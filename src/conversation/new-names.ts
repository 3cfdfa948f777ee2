/** New names for the evidence of what is told: none of those that a conversation used is ever a report's. */
import { randomBytes } from 'node:crypto';
import type { EvidenceNote, SealedNote } from '../domain/report-body.ts';
import type { AdoptedPiece } from '../storage/waiting-pieces.ts';

/** @returns the notes as they are sealed to the officers, and which piece each new id stands for */
export function newNames(evidence: readonly EvidenceNote[]): {
  readonly notes: readonly SealedNote[];
  readonly pieces: readonly AdoptedPiece[];
} {
  const named = evidence.map((note): { readonly note: SealedNote; readonly pieces: readonly AdoptedPiece[] } => {
    if ('link' in note) return { note, pieces: [] };
    const { id: piece, piece: about } = note;
    const said = note.words === undefined ? {} : { words: note.words };
    const clean = { piece, role: 'clean', as: newId() } as const;
    if (!note.original) return { note: { id: clean.as, piece: about, ...said }, pieces: [clean] };
    const original = { piece, role: 'original', as: newId() } as const;
    return { note: { id: clean.as, piece: about, original: original.as, ...said }, pieces: [clean, original] };
  });
  return { notes: named.map(({ note }) => note), pieces: named.flatMap(({ pieces }) => pieces) };
}

const newId = (): string => randomBytes(16).toString('base64url');
