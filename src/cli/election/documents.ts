/** The documents that an election has for itself, as they stand in its JSON. Those for every election are not part of one. */
import { z } from 'zod';
import type { DocumentKind, DocumentText } from '../../domain/document.ts';
import type { Election } from '../../domain/election.ts';
import { type Text, text } from '../../domain/message.ts';
import type { Db } from '../../storage/db.ts';
import {
  addDocument,
  documentShape,
  ensureOfficialIkrar,
  type StoredDocument,
  sha256Of,
} from '../../storage/documents.ts';
import { checkRoomFor, placeholderFault } from '../document/check.ts';
import { Refusal } from '../shared/errors.ts';

const KINDS = ['ikrar', 'pakta'] as const satisfies readonly DocumentKind[];

/** A document as it is written in an election's file; messages are keys of the file `cli` of `locales`. */
export const ownDocumentShape = documentShape.extend({ kind: z.enum(KINDS, 'not_a_document') });

export interface OwnDocument extends DocumentText {
  readonly kind: DocumentKind;
}

/** Of each kind the newest that is for this election alone: it is in force there. */
export const ownDocuments = (all: readonly StoredDocument[], electionId: string): readonly StoredDocument[] =>
  KINDS.flatMap((kind) => {
    const own = all.filter((one) => one.kind === kind && one.electionId === electionId);
    return own.sort((a, b) => b.version - a.version).slice(0, 1);
  });

/** As `add` and `edit` read it. */
export const asWritten = ({ kind, title, opening, points, closing }: StoredDocument): OwnDocument => ({
  ...{ kind, title, opening, points, closing },
});

/** What is wrong with documents whose fields are right. */
export function documentFaults(written: readonly OwnDocument[]): readonly Text[] {
  const twice = KINDS.filter((kind) => written.filter((one) => one.kind === kind).length > 1);
  return [
    ...twice.map((kind) => text('cli.election_document_twice', { kind })),
    ...written.flatMap((one) => placeholderFault(one) ?? []),
  ];
}

/**
 * What of it is new, and would become the next version of its kind. Takes its time: not to be called within a transaction.
 *
 * @param before the documents that the election has
 * @throws Refusal when one of those is left out, or what is new has no room on the certificate
 */
export async function freshDocuments(
  db: Db,
  election: Election,
  written: readonly OwnDocument[],
  before: readonly StoredDocument[],
): Promise<readonly OwnDocument[]> {
  const gone = before.filter(({ kind }) => !written.some((one) => one.kind === kind));
  if (gone.length > 0) {
    throw new Refusal(...gone.map(({ id }) => text('cli.election_document_stays', { id, election: election.id })));
  }
  const fresh = written.filter((one) => !before.some((own) => own.kind === one.kind && own.sha256 === sha256Of(one)));
  if (fresh.length === 0) return fresh;
  await ensureOfficialIkrar(db);
  await checkRoomFor(db, election, fresh);
  return fresh;
}

/** Adds them to an election that is there already. */
export async function addDocuments(
  db: Db,
  electionId: string,
  fresh: readonly OwnDocument[],
): Promise<readonly StoredDocument[]> {
  const added = [];
  for (const { kind, ...document } of fresh) added.push(await addDocument(db, kind, document, electionId));
  return added;
}
