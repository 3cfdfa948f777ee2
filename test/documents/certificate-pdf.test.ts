import { beforeAll, expect, test } from 'vitest';
import { drawCertificate } from '../../src/documents/certificate-pdf.ts';
import { createCertificates } from '../../src/documents/certificates.ts';
import { checkPdf } from '../../src/documents/check-pdf.ts';
import { DoesNotFitError } from '../../src/documents/fit.ts';
import type { CertificateInput } from '../../src/documents/sheet.ts';
import { parseCertificateLink, WithdrawnError } from '../../src/domain/certificate.ts';
import type { LegalDocument } from '../../src/domain/document.ts';
import type { Signing } from '../../src/secrecy/signing.ts';
import { verifyCertificate } from '../../src/secrecy/signing-keys.ts';
import { joined, readPdf } from './read-pdf.ts';
import { i18n, ikrar, inputOf, PUBLIC_URL, pakta, pendingInput, sheetOf, testSigning } from './support.ts';

let signing: Signing;
let other: Signing;
beforeAll(async () => {
  [signing, other] = await Promise.all([testSigning(), testSigning()]);
});

const make = async (input: CertificateInput): Promise<Buffer> => {
  const { make } = createCertificates({ signing, publicUrl: PUBLIC_URL, plain: i18n.plain });
  return Buffer.from((await make(input, 'pdf')).bytes);
};
const everyWord = (document: LegalDocument): string[] => [
  document.title,
  document.opening,
  ...document.points,
  document.closing,
];

test('a certificate says who, where, when, how verified, and every official word', async () => {
  const text = joined(readPdf(await make(inputOf([ikrar, pakta(3)]))).lines);
  for (const words of [...everyWord(ikrar), ...everyWord(pakta(3))]) expect(text).toContain(words.trim());
  expect(text).toContain('Sari Wulandari Contoh');
  expect(text).toContain('NIP 1986********2001');
  expect(text).toContain('Dinas Kesehatan');
  expect(text).toContain('17 November 2026 pukul 12.00 WIB');
  expect(text).toContain('cocok dengan daftar kepegawaian');
  expect(text).toContain('konfirmasi, bukan tanda tangan elektronik tersertifikasi');
  expect(text).not.toContain('\ufffd');
});

test('it is one tagged A4 page with a language and a title', async () => {
  const { objects } = readPdf(await make(inputOf()));
  const all = [...objects.values()];
  const having = (pattern: RegExp): number => all.filter((one) => pattern.test(one)).length;
  expect(having(/\/Type \/Page\b(?!s)/)).toBeGreaterThan(0);
  expect(all.find((one) => one.includes('/Type /Pages'))).toMatch(/\/Count 1\b/);
  expect(all.find((one) => one.includes('/Type /Catalog'))).toMatch(/\/Lang \(id\)/);
  expect(having(/\/Marked true/)).toBe(1);
  expect(having(/\/DisplayDocTitle true/)).toBe(1);
  expect(having(/\/S \/Document\b/)).toBe(1);
  expect(having(/\/S \/H1\b/)).toBe(1);
  expect(having(/\/S \/LI\b/)).toBe(ikrar.points.length);
  expect(having(/\/S \/Figure\b[\s\S]*\/Alt \(Kode QR/)).toBe(1);
  expect(having(/\/S \/Link\b/)).toBe(1);
});

test('the zone has its Indonesian name, also in English, and the official words stay Indonesian', async () => {
  const text = joined(readPdf(await make(inputOf([ikrar], {}, 'en'))).lines);
  expect(text).toContain('17 November 2026 at 12:00 WIB');
  expect(text).toContain('Confirmed on');
  expect(text).toContain(ikrar.closing);
});

test('while pending it shows the masked NIP and no name', async () => {
  const pdf = await make(pendingInput());
  const text = joined(readPdf(pdf).lines);
  expect(text).toContain('1986********2001');
  expect(text).toContain('Menunggu verifikasi OPD');
  expect(text).not.toContain('Sari');
  expect(text).not.toContain('Dinas Kesehatan');
  const link = parseCertificateLink(checkPdf(pdf, signing.publicKeys).link ?? '');
  expect(link).toMatchObject({ ok: true, certificate: { fields: { status: 'pending' } } });
});

test('a withdrawn pledge gets none', async () => {
  await expect(make(inputOf([ikrar], { status: 'withdrawn' }))).rejects.toThrow(WithdrawnError);
});

test.each([
  ['the ikrar alone', [ikrar], 'Sari Wulandari Contoh', 'Dinas Kesehatan', 11],
  ['a pakta of 6 points', [ikrar, pakta(6)], 'Sari Wulandari Contoh', 'Dinas Kesehatan', 7.5],
  [
    'a pakta of 20 points, a long name and office',
    [ikrar, pakta(20)],
    'Dr. Ir. Raden Mas Haryo Kusumonegoro Wicaksono Adiningrat Contoh, S.T., M.Eng.Sc., Ph.D.',
    'Dinas Sosial, Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana',
    6,
  ],
  ['a name without end', [ikrar, pakta(20)], 'Contoh '.repeat(90), 'Kantor'.repeat(90), 5],
] as const)(
  '%s fits one page, nothing over the edge, in letters of at least %4$s pt',
  async (_, documents, name, office, least) => {
    const pdf = await make(inputOf(documents, { shown: { nip: '1986********2001', name, office } }));
    const { lines, sizes, places, objects } = readPdf(pdf);
    expect([...objects.values()].find((one) => one.includes('/Type /Pages'))).toMatch(/\/Count 1\b/);
    const text = joined(lines);
    for (const words of documents.flatMap(everyWord)) expect(text).toContain(words.trim());
    const ofDocument = lines.findIndex((line) => line.startsWith(ikrar.points[0]?.slice(0, 20) ?? ''));
    expect(sizes[ofDocument]).toBeGreaterThanOrEqual(least);
    for (const [x, y] of places) {
      expect(x).toBeGreaterThan(40);
      expect(y).toBeGreaterThan(40);
      expect(y).toBeLessThan(800);
    }
  },
);

test('documents that no page holds are refused, not cut', async () => {
  await expect(drawCertificate(sheetOf(inputOf([ikrar, pakta(20, 300)]), signing))).resolves.toBeDefined();
  const endless = { ...pakta(20), points: Array.from({ length: 200 }, () => 'kata '.repeat(60)) };
  await expect(drawCertificate(sheetOf(inputOf([ikrar, endless]), signing))).rejects.toThrow(DoesNotFitError);
});

test('the seal holds, and its link verifies', async () => {
  const { verdict, link = '' } = checkPdf(await make(inputOf()), signing.publicKeys);
  expect(verdict).toBe('valid');
  const parsed = parseCertificateLink(link);
  expect(parsed.ok && verifyCertificate(parsed.certificate, signing.publicKeys)).toBe('valid');
});

test('any changed byte breaks the seal', async () => {
  const pdf = await make(inputOf());
  for (let at = 20; at < pdf.length; at += 997) {
    const changed = Buffer.from(pdf);
    changed[at] = (changed[at] ?? 0) ^ 1;
    const { verdict } = checkPdf(changed, signing.publicKeys);
    // Beyond the signature its place is filled with zeros, which mean nothing and sign nothing.
    const [, before = 0, after = 0] = /\/ByteRange \[0 (\d+) (\d+)/.exec(pdf.toString('latin1'))?.map(Number) ?? [];
    if (at < before || at >= after) expect(verdict, `byte ${at}`).not.toBe('valid');
  }
});

test('what was added behind, another signer and an unsigned file are told apart', async () => {
  const pdf = await make(inputOf());
  expect(checkPdf(Buffer.concat([pdf, Buffer.from('\n% more')]), signing.publicKeys).verdict).toBe('changed');
  expect(checkPdf(pdf, other.publicKeys).verdict).toBe('unknown_certificate');
  expect(checkPdf(await drawCertificate(sheetOf(inputOf(), signing)), signing.publicKeys).verdict).toBe('unsealed');
  expect(checkPdf(Buffer.from('%PDF-'), signing.publicKeys).verdict).toBe('unsealed');
});
