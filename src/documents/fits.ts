/** Whether there is room for texts on a certificate, before anybody has confirmed them. */
import type { Occasion } from '../domain/certificate.ts';
import type { LegalDocument } from '../domain/document.ts';
import { LANGUAGES } from '../domain/message.ts';
import type { Pledge } from '../domain/pledge.ts';
import { drawCertificate } from './certificate-pdf.ts';
import { DoesNotFitError } from './fit.ts';
import { type LinkSigner, makeSheet, type Plain } from './sheet.ts';

/** As long as a roster may have them. */
const NAME = 'Raden Contoh '.repeat(10).slice(0, 120);
const OFFICE = 'Dinas Contoh '.repeat(13).slice(0, 160);
const SIGNER: LinkSigner = { keyId: 'contoh00', sign: () => 'x'.repeat(86) };
const ADDRESS = 'https://ikrar.example.go.id';

/**
 * Draws a certificate of somebody with a long name and office, and throws it away.
 *
 * @param documents filled in for the election, in the order they are confirmed
 */
export async function fitsCertificate(
  documents: readonly LegalDocument[],
  election: Occasion,
  plain: Plain,
): Promise<boolean> {
  const pledge: Pledge = {
    id: 'x'.repeat(22),
    electionId: '',
    personId: '',
    proof: 'contact',
    status: 'valid',
    at: 0,
    documents: documents.map(({ id, kind, version }) => ({ id, kind, version, sha256: '0'.repeat(64) })),
    shown: { nip: '1986********1001', name: NAME, office: OFFICE },
  };
  try {
    for (const language of LANGUAGES) {
      await drawCertificate(makeSheet({ pledge, election, documents, language }, SIGNER, ADDRESS, plain));
    }
    return true;
  } catch (error) {
    if (error instanceof DoesNotFitError) return false;
    throw error;
  }
}
