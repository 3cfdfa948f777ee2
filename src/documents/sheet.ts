/** What stands on a certificate, in words, before it is drawn as a PDF or as a picture: both show the same. */
import {
  type CertificateFields,
  certificateFields,
  certificateLink,
  encodeFields,
  type Occasion,
  proofShown,
  signedMessage,
} from '../domain/certificate.ts';
import type { LegalDocument } from '../domain/document.ts';
import { type Language, type Text, text } from '../domain/message.ts';
import type { Pledge } from '../domain/pledge.ts';
import { typefaces } from './typeface.ts';

/** The words of a message in a language, without markup. */
export type Plain = (language: Language, message: Text) => string;

/** Signs a text; see `Signing` in the room of secrets. */
export interface LinkSigner {
  readonly keyId: string;
  sign(message: string): string;
}

export interface CertificateInput {
  readonly pledge: Pledge;
  readonly election: Occasion;
  /** The texts that were confirmed, filled in for the election, in the order they were confirmed. */
  readonly documents: readonly LegalDocument[];
  readonly language: Language;
}

export interface Row {
  readonly label: string;
  readonly value: string;
}

export interface Sheet {
  readonly language: Language;
  readonly pending: boolean;
  readonly kicker: string;
  readonly title: string;
  readonly occasion: string;
  readonly lead: string;
  /** The name; while pending the masked NIP stands in its place. */
  readonly headline: string;
  /** Under the headline: NIP and office, or why they are missing. */
  readonly person: readonly string[];
  readonly documents: readonly LegalDocument[];
  /** «Ikrar Netralitas, 4 butir», one for each document. */
  readonly documentNames: readonly string[];
  readonly documentsLabel: string;
  /** When, how verified, status. */
  readonly facts: readonly Row[];
  /** The public id, and the hash of each document. */
  readonly marks: readonly Row[];
  readonly scan: string;
  readonly qrAlt: string;
  readonly note: string;
  readonly sealNote: string;
  readonly subject: string;
  readonly sealReason: string;
  /** The file's name without an ending. */
  readonly fileName: string;
  /** What the QR holds: the address to check at, with the signed fields. */
  readonly link: string;
  readonly at: number;
}

/**
 * Signs a pledge's fields and finds the words.
 *
 * @throws WithdrawnError
 */
export function makeSheet(input: CertificateInput, signer: LinkSigner, publicUrl: string, plain: Plain): Sheet {
  const { language, documents } = input;
  const fields = certificateFields(input.pledge, input.election, signer.keyId);
  const encoded = encodeFields(fields);
  const { regular } = typefaces();
  const say = (message: Text): string => regular.printable(plain(language, message));
  const pending = fields.status === 'pending';
  const { nip, name, office } = fields.person;
  const kindOf = (document: LegalDocument): Text =>
    text(document.kind === 'ikrar' ? 'certificate.document_ikrar' : 'certificate.document_pakta');
  return {
    language,
    pending,
    kicker: say(text(pending ? 'certificate.kicker_pending' : 'certificate.kicker')),
    title: say(text('certificate.title')),
    occasion: regular.printable(fields.election),
    lead: say(text(name ? 'certificate.confirmed_by' : 'certificate.confirmed_for')),
    headline: regular.printable(name ?? nip),
    person: name
      ? [say(text('certificate.nip', { nip })), ...(office ? [regular.printable(office)] : [])]
      : [say(text('certificate.pending_name'))],
    documents,
    documentsLabel: say(text('certificate.label_documents')),
    documentNames: documents.map((one) =>
      say(text('certificate.document', { title: say(kindOf(one)), count: one.points.length })),
    ),
    facts: [
      { label: say(text('certificate.label_at')), value: say(momentOf(fields)) },
      { label: say(text('certificate.label_proof')), value: say(text(`certificate.proof_${proofShown(fields)}`)) },
      {
        label: say(text('certificate.label_status')),
        value: say(text(pending ? 'certificate.status_pending' : 'certificate.status_valid')),
      },
    ],
    marks: [
      { label: say(text('certificate.label_number')), value: fields.id },
      ...fields.documents.map(({ kind, version, sha256 }) => ({
        label: say(
          text('certificate.label_hash', {
            document: say(text(kind === 'ikrar' ? 'certificate.document_ikrar' : 'certificate.document_pakta')),
            version: String(version),
          }),
        ),
        value: sha256,
      })),
    ],
    scan: say(text('certificate.scan')),
    qrAlt: say(text('certificate.qr_alt')),
    note: say(text('certificate.note')),
    sealNote: say(text('certificate.note_seal')),
    subject: say(text('certificate.subject')),
    sealReason: say(text('certificate.seal_reason')),
    fileName: say(text('certificate.file_name', { id: fields.id.slice(0, 8) })),
    link: certificateLink(publicUrl, fields.id, encoded, signer.sign(signedMessage(fields.id, encoded))),
    at: fields.at,
  };
}

const momentOf = ({ at, zone }: CertificateFields): Text => text('certificate.moment', { at: { moment: at, zone } });
