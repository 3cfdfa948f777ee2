/** Why a document cannot be taken though its fields are right: it could not be understood, or not be certified. */
import { inForce } from '../../conversation/calendar.ts';
import {
  type DocumentKind,
  type DocumentText,
  type LegalDocument,
  unknownPlaceholders,
} from '../../domain/document.ts';
import { dayIn, type Election } from '../../domain/election.ts';
import { text } from '../../domain/message.ts';
import { createI18n } from '../../i18n.ts';
import type { Db } from '../../storage/db.ts';
import { listDocuments } from '../../storage/documents.ts';
import { listElections } from '../../storage/elections.ts';
import { Refusal } from '../shared/errors.ts';

/** @throws Refusal naming the placeholders that nothing replaces */
export function checkPlaceholders(written: DocumentText): void {
  const names = unknownPlaceholders(written);
  if (names.length > 0) throw new Refusal(text('cli.document_placeholder', { names: names.join(' ') }));
}

/**
 * A certificate shows all that was confirmed on one page: the document must have room there beside the other one in force.
 *
 * @param electionId the only election it is for
 * @throws Refusal naming the election for which there is no room
 */
export async function checkRoom(db: Db, kind: DocumentKind, written: DocumentText, electionId?: string): Promise<void> {
  // Loaded only now: fonts and PDF take their time.
  const { fitsCertificate } = await import('../../documents/fits.ts');
  const [documents, elections] = await Promise.all([listDocuments(db), listElections(db)]);
  const only = electionId === undefined ? {} : { electionId };
  const added: LegalDocument = { ...written, ...only, id: kind, kind, version: Number.POSITIVE_INFINITY };
  const concerned = elections.filter((one) => (electionId === undefined ? !isOver(one) : one.id === electionId));
  for (const election of concerned.length > 0 ? concerned : [ANY]) {
    const together = KINDS.flatMap((one) => inForce([...documents, added], one, election)?.document ?? []);
    if (!(await fitsCertificate(together, election, createI18n().plain))) {
      throw new Refusal(text('cli.document_no_room', { election: election.name }));
    }
  }
}

/** In the order they are confirmed. */
const KINDS: readonly DocumentKind[] = ['ikrar', 'pakta'];

const isOver = ({ zone, pledgeCloses }: Election): boolean => pledgeCloses < dayIn(zone, Date.now());

/** Where no election was entered yet. */
const ANY = { id: '', name: 'Pemilihan Serentak', event: 'Pemilihan Serentak', year: 2029, zone: 'Asia/Jakarta' };
