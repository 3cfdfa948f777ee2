import { type CertificateFields, proofShown } from '../../domain/certificate.ts';
import { type MessageKey, text } from '../../domain/message.ts';
import type { Terminal } from '../shared/terminal.ts';

/** What was signed, to compare with the sheet: a label and a value on each line. */
export function sayFields(terminal: Terminal, fields: CertificateFields): void {
  const say = (key: MessageKey): string => terminal.plain(text(key));
  const { person, at, zone, status, documents } = fields;
  const rows: (readonly [MessageKey, string | undefined])[] = [
    ['verify.field_name', person.name],
    ['verify.field_nip', person.nip],
    ['verify.field_office', person.office],
    ['verify.field_election', fields.election],
    ['verify.field_event', `${fields.event} ${fields.year}`],
    ['verify.field_at', terminal.plain(text('certificate.moment', { at: { moment: at, zone } }))],
    ['verify.field_proof', say(`certificate.proof_${proofShown(fields)}`)],
    ['verify.field_issued', say(`verify.status_${status}`)],
    ['verify.field_id', fields.id],
    ...documents.map(({ kind, version, sha256 }): readonly [MessageKey, string] => [
      'verify.field_documents',
      `${say(`certificate.document_${kind}`)}, ${say('verify.document_version')} ${version}, SHA-256 ${sha256}`,
    ]),
  ];
  terminal.table(rows.flatMap(([label, value]) => (value === undefined ? [] : [[say(label), value]])));
}
