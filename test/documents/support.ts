/** Certificates of people who do not exist, signed with keys made for the test. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CertificateInput, makeSheet, type Sheet } from '../../src/documents/sheet.ts';
import { canonicalText, fillDocument, type LegalDocument } from '../../src/domain/document.ts';
import type { Pledge } from '../../src/domain/pledge.ts';
import { createI18n } from '../../src/i18n.ts';
import { Keys } from '../../src/secrecy/keys.ts';
import { loadSigning, type Signing } from '../../src/secrecy/signing.ts';
import { ELECTION, IKRAR, NOON, SARI } from '../support/world.ts';

export const i18n = createI18n({ strict: true });
export const PUBLIC_URL = 'https://ikrar.example.test';
export const KEYS = new Keys('a root secret that only tests have, and no service');
export const COMMON_NAME = 'Ikrar Contoh';

/** A data folder that is gone after the test file. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'ikrar-test-'));
  return { path, remove: () => rmSync(path, { recursive: true }) };
}

/** Signing keys as a first start makes them. */
export async function testSigning(): Promise<Signing> {
  const folder = temporaryFolder();
  const signing = await loadSigning(folder.path, KEYS, { commonName: COMMON_NAME });
  folder.remove();
  return signing;
}

export const ikrar: LegalDocument = fillDocument(IKRAR, ELECTION);

/** A pakta integritas of so many points of the given length. */
export const pakta = (points: number, letters = 190): LegalDocument => ({
  id: 'pakta-1',
  kind: 'pakta',
  version: 2,
  title: 'PAKTA INTEGRITAS PEGAWAI APARATUR SIPIL NEGARA',
  opening: 'Saya menyatakan dengan sesungguhnya bahwa saya bersedia:',
  points: Array.from({ length: points }, (_, n) =>
    `Butir ${n + 1} ${'menjaga sikap netral '.repeat(20)}`.slice(0, letters),
  ),
  closing: 'Demikian pakta integritas ini saya nyatakan.',
});

export const pledgeOf = (documents: readonly LegalDocument[], changes: Partial<Pledge> = {}): Pledge => ({
  id: 'xJ3k_9QmZt1LwVb0Ry7aUg',
  electionId: ELECTION.id,
  personId: SARI.id,
  proof: 'contact',
  status: 'valid',
  at: NOON,
  documents: documents.map((one) => ({
    kind: one.kind,
    id: one.id,
    version: one.version,
    sha256: createHash('sha256').update(canonicalText(one)).digest('hex'),
  })),
  shown: { nip: '1986********2001', name: SARI.name, office: SARI.office },
  ...changes,
});

export const inputOf = (
  documents: readonly LegalDocument[] = [ikrar],
  changes: Partial<Pledge> = {},
  language: 'id' | 'en' = 'id',
): CertificateInput => ({ pledge: pledgeOf(documents, changes), election: ELECTION, documents, language });

export const pendingInput = (): CertificateInput =>
  inputOf([ikrar], { status: 'pending', proof: 'none', shown: { nip: '1986********2001' } });

export const sheetOf = (input: CertificateInput, signing: Signing): Sheet =>
  makeSheet(input, signing, PUBLIC_URL, i18n.plain);
