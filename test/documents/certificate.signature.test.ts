import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCertificates } from '../../src/documents/certificates.ts';
import { loadSigning, type Signing } from '../../src/secrecy/signing.ts';
import { COMMON_NAME, i18n, ikrar, inputOf, KEYS, PUBLIC_URL, pakta, temporaryFolder, testSigning } from './support.ts';

const folder = temporaryFolder();
const file = (name: string): string => join(folder.path, name);
/** Runs a program; one that is not there fails the test. */
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: 'utf8', cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });

let signing: Signing;
let pdf: Buffer;

beforeAll(async () => {
  signing = await testSigning();
  pdf = await make(signing);
});
afterAll(() => folder.remove());

async function make(signer: Signing): Promise<Buffer> {
  const { make } = createCertificates({ signing: signer, publicUrl: PUBLIC_URL, plain: i18n.plain });
  return Buffer.from((await make(inputOf([ikrar, pakta(3)]), 'pdf')).bytes);
}

function pdfsig(bytes: Buffer): string {
  writeFileSync(file('certificate.pdf'), bytes);
  return run('pdfsig', 'certificate.pdf');
}

test('pdfsig finds the signature valid, of the kind PAdES asks for, over the whole file', () => {
  const said = pdfsig(pdf);
  expect(said).toContain('Signature Validation: Signature is Valid.');
  expect(said).toContain('Signature Type: ETSI.CAdES.detached');
  expect(said).toContain(`Signer Certificate Common Name: ${COMMON_NAME}`);
  expect(said).toContain('Signing Hash Algorithm: SHA-256');
  expect(said).toContain('Total document signed');
});

test('pdfsig sees a changed byte, wherever it is', () => {
  const [, before = 0, after = 0] = /\/ByteRange \[0 (\d+) (\d+)/.exec(pdf.toString('latin1'))?.map(Number) ?? [];
  for (const at of [40, Math.floor(before / 2), before - 400, after + 100]) {
    const changed = Buffer.from(pdf);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(pdfsig(changed), `byte ${at}`).toContain('Signature Validation: Digest Mismatch.');
  }
});

test('a reader of PDFs sees one A4 page, tagged, with every official word', () => {
  writeFileSync(file('certificate.pdf'), pdf);
  const info = run('pdfinfo', 'certificate.pdf');
  expect(info).toMatch(/Pages:\s+1\n/);
  expect(info).toMatch(/Tagged:\s+yes/);
  expect(info).toMatch(/Page size:\s+595\.28 x 841\.89 pts \(A4\)/);
  expect(info).toMatch(/PDF version:\s+1\.7/);
  const words = run('pdftotext', '-raw', 'certificate.pdf', '-').replace(/\s+/g, ' ');
  for (const text of [ikrar.title, ikrar.opening, ...ikrar.points, ikrar.closing]) expect(words).toContain(text);
  expect(run('pdfinfo', '-struct', 'certificate.pdf')).toMatch(
    /Document[\s\S]*H1[\s\S]*H2[\s\S]*L [\s\S]*LBody[\s\S]*Figure[\s\S]*Link/,
  );
});

test.each([
  ['RSA', ['-newkey', 'rsa:3072']],
  ['an elliptic curve', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']],
])('a certificate of an authority, with %s and a chain, made by OpenSSL, signs as well', async (_, keyArgs) => {
  const subject = (name: string): string[] => ['-subj', `/CN=${name}`];
  run(
    'openssl',
    'req',
    '-x509',
    '-nodes',
    '-days',
    '30',
    '-newkey',
    'rsa:2048',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    ...subject('CA Contoh'),
  );
  run('openssl', 'req', '-nodes', ...keyArgs, '-keyout', 'own.key', '-out', 'own.csr', ...subject('Pejabat Contoh'));
  run(
    'openssl',
    'x509',
    '-req',
    '-days',
    '30',
    '-in',
    'own.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-out',
    'own.pem',
  );
  run(
    'openssl',
    'pkcs12',
    '-export',
    '-inkey',
    'own.key',
    '-in',
    'own.pem',
    '-certfile',
    'ca.pem',
    '-out',
    'own.p12',
    '-passout',
    'pass:contoh',
  );
  const own = await loadSigning(file('data'), KEYS, {
    commonName: COMMON_NAME,
    p12: { file: file('own.p12'), password: 'contoh' },
  });
  const said = pdfsig(await make(own));
  expect(said).toContain('Signature Validation: Signature is Valid.');
  expect(said).toContain('Signer Certificate Common Name: Pejabat Contoh');
});

test('OpenSSL opens the .p12 that the service makes, and verifies its CMS signature', async () => {
  const made = await loadSigning(file('made'), KEYS, { commonName: COMMON_NAME });
  const passphrase = KEYS.key('signing.passphrase').export().toString('base64url');
  const opened = run('openssl', 'pkcs12', '-in', 'made/keys/pdf.p12', '-passin', `pass:${passphrase}`, '-nokeys');
  expect(opened).toContain(`CN = ${COMMON_NAME}`);
  writeFileSync(file('content'), 'isi');
  writeFileSync(file('content.p7s'), await made.signPdf(readFileSync(file('content'))));
  writeFileSync(file('signer.pem'), made.certificate.toString());
  const verify = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', 'content.p7s', '-content', 'content'];
  expect(run('openssl', ...verify, '-CAfile', 'signer.pem', '-purpose', 'any', '-cades')).toBe('isi');
});
