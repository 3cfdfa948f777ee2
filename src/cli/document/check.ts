/** Why a document cannot be taken though its fields are right: it could not be understood, or not be certified. */
import { inForce } from '../../conversation/calendar.ts';
import {
  type DocumentKind,
  type DocumentText,
  type LegalDocument,
  unknownPlaceholders,
} from '../../domain/document.ts';
import { dayIn, type Election } from '../../domain/election.ts';
import { type Text, text } from '../../domain/message.ts';
import { createI18n } from '../../i18n.ts';
import type { Db } from '../../storage/db.ts';
import { listDocuments } from '../../storage/documents.ts';
import { listElections } from '../../storage/elections.ts';
import { Refusal } from '../shared/errors.ts';

/** Names the placeholders that nothing replaces; `undefined` when there are none. */
export function placeholderFault(written: DocumentText): Text | undefined {
  const names = unknownPlaceholders(written);
  return names.length > 0 ? text('cli.document_placeholder', { names: names.join(' ') }) : undefined;
}

/**
 * A certificate shows all that was confirmed on one page: the document must have room there beside the other one in force.
 *
 * @param electionId the only election it is for
 * @throws Refusal naming the election for which there is no room
 */
export async function checkRoom(db: Db, kind: DocumentKind, written: DocumentText, electionId?: string): Promise<void> {
  const elections = await listElections(db);
  const concerned = elections.filter((one) => (electionId === undefined ? !isOver(one) : one.id === electionId));
  const only = electionId === undefined ? {} : { electionId };
  const added = [newest({ ...written, kind }, only)];
  for (const election of concerned.length > 0 ? concerned : [ANY]) await checkTogether(db, election, added);
}

/**
 * The same of documents for one election alone.
 *
 * @throws Refusal naming it when there is no room
 */
export const checkRoomFor = (
  db: Db,
  election: Election,
  written: readonly (DocumentText & Pick<LegalDocument, 'kind'>)[],
): Promise<void> =>
  checkTogether(
    db,
    election,
    written.map((one) => newest(one, { electionId: election.id })),
  );

const newest = (
  written: DocumentText & Pick<LegalDocument, 'kind'>,
  only: Pick<LegalDocument, 'electionId'>,
): LegalDocument => ({ ...written, ...only, id: written.kind, version: Number.POSITIVE_INFINITY });

async function checkTogether(db: Db, election: Held, added: readonly LegalDocument[]): Promise<void> {
  // Loaded only now: fonts and PDF take their time.
  const { fitsCertificate } = await import('../../documents/fits.ts');
  const documents = [...(await listDocuments(db)), ...added];
  const together = KINDS.flatMap((kind) => inForce(documents, kind, election)?.document ?? []);
  if (!(await fitsCertificate(together, election, createI18n().plain))) {
    throw new Refusal(text('cli.document_no_room', { election: election.name }));
  }
}

type Held = Pick<Election, 'id' | 'name' | 'event' | 'year' | 'zone'>;

/** In the order they are confirmed. */
const KINDS: readonly DocumentKind[] = ['ikrar', 'pakta'];

const isOver = ({ zone, pledgeCloses }: Election): boolean => pledgeCloses < dayIn(zone, Date.now());

/** Where no election was entered yet. */
const ANY: Held = { id: '', name: 'Pemilihan Serentak', event: 'Pemilihan Serentak', year: 2029, zone: 'Asia/Jakarta' };
