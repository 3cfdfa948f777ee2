import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  canonicalText,
  type DocumentKind,
  type DocumentText,
  type LegalDocument,
  OFFICIAL_IKRAR,
} from '../domain/document.ts';
import type { Db } from './db.ts';

const long = z.string().trim().min(1, 'missing').max(3000, 'too_long');

/** A document as an operator writes it in a file; messages are keys of the file `cli` of `locales`. */
export const documentShape = z.strictObject({
  title: z.string().trim().min(1, 'missing').max(300, 'too_long'),
  opening: long,
  points: z.array(long).min(1, 'missing').max(20, 'too_long'),
  closing: long,
});

const stored = documentShape.extend({
  id: z.string(),
  kind: z.enum(['ikrar', 'pakta']),
  version: z.number(),
  electionId: z.string().exactOptional(),
});

/** A document with the hash of its template: what was entered, before an election's name is put in. */
export type StoredDocument = LegalDocument & { readonly sha256: string };

/** All versions of all documents, newest first. */
export async function listDocuments(db: Db): Promise<readonly StoredDocument[]> {
  const rows = await db.document.findMany({ orderBy: [{ kind: 'asc' }, { version: 'desc' }] });
  return rows.map(({ electionId, sha256, ...row }) => ({
    ...stored.parse({ ...row, ...(electionId === null ? {} : { electionId }) }),
    sha256,
  }));
}

/**
 * Adds a document as the next version of its kind.
 *
 * @param electionId the only election it is for; every election when absent
 */
export async function addDocument(
  db: Db,
  kind: DocumentKind,
  text: DocumentText,
  electionId?: string,
): Promise<StoredDocument> {
  const newest = await db.document.aggregate({ where: { kind }, _max: { version: true } });
  const version = (newest._max.version ?? 0) + 1;
  const document = {
    ...text,
    points: [...text.points],
    id: `${kind}-${version}`,
    kind,
    version,
    sha256: sha256Of(text),
  };
  await db.document.create({ data: { ...document, ...(electionId === undefined ? {} : { electionId }) } });
  return { ...document, ...(electionId === undefined ? {} : { electionId }) };
}

/** Puts the official ikrar in as version 1 where there is no ikrar yet. */
export async function ensureOfficialIkrar(db: Db): Promise<void> {
  const { points, ...text } = OFFICIAL_IKRAR;
  await db.document.createMany({
    data: [
      { ...text, points: [...points], id: 'ikrar-1', kind: 'ikrar', version: 1, sha256: sha256Of(OFFICIAL_IKRAR) },
    ],
    skipDuplicates: true,
  });
}

/** SHA-256 of a document's canonical text, hex: of a template, or of what an election made of it, as certificates name it. */
export const sha256Of = (text: DocumentText): string => createHash('sha256').update(canonicalText(text)).digest('hex');
