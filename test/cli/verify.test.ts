import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { perform } from '../../src/cli/shared/command.ts';
import { VERIFY } from '../../src/cli/verify/command.ts';
import { createCertificates } from '../../src/documents/certificates.ts';
import { loadSigning, type Signing } from '../../src/secrecy/signing.ts';
import {
  COMMON_NAME,
  i18n,
  ikrar,
  inputOf,
  KEYS,
  PUBLIC_URL,
  pakta,
  pendingInput,
  sheetOf,
  temporaryFolder,
  testSigning,
} from '../documents/support.ts';

const folder = temporaryFolder();
const path = (name: string): string => join(folder.path, name);
let signing: Signing;
let pdf: Buffer;
let link: string;
let service: Server;
let address: string;
/** What the service on the network answers. */
let status = 'valid';

beforeAll(async () => {
  signing = await loadSigning(folder.path, KEYS, { commonName: COMMON_NAME });
  const input = inputOf([ikrar, pakta(3)]);
  link = sheetOf(input, signing).link;
  const { make } = createCertificates({ signing, publicUrl: PUBLIC_URL, plain: i18n.plain });
  pdf = Buffer.from((await make(input, 'pdf')).bytes);
  writeFileSync(path('certificate.pdf'), pdf);
  writeFileSync(path('keys.json'), JSON.stringify(signing.publicKeys));
  writeFileSync(path('other.json'), JSON.stringify((await testSigning()).publicKeys));
  service = createServer((request, response) => {
    response.end(JSON.stringify({ status: request.url?.endsWith('/status') ? status : '' }));
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const bound = service.address();
  address = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
});
afterAll(() => {
  service.close();
  folder.remove();
});

async function verify(...args: readonly string[]) {
  let said = '';
  let complained = '';
  const output = {
    out: (words: string) => {
      said += words;
    },
    err: (words: string) => {
      complained += words;
    },
    live: false,
  };
  const code = await perform(VERIFY, { args, environment: { DATA_DIR: folder.path }, output });
  return { code, said, complained };
}

test('a genuine PDF: the seal, what was signed, and that a withdrawal is known online only', async () => {
  const { code, said, complained } = await verify(path('certificate.pdf'));
  expect([code, complained]).toEqual([0, '']);
  expect(said).toMatch(/^Segel PDF: utuh/);
  expect(said).toContain('Asli saat diterbitkan');
  expect(said).toContain('hanya dapat diketahui lewat internet');
  expect(said).toMatch(/^Nama +Sari Wulandari Contoh$/m);
  expect(said).toMatch(/^NIP +1986\*{8}2001$/m);
  expect(said).toMatch(/^Waktu konfirmasi +17 November 2026 pukul 12\.00 WIB$/m);
  expect(said).toMatch(/^Dokumen +Pakta Integritas, versi 2, SHA-256 [0-9a-f]{64}$/m);
});

test('what the QR says, given as it is or in a file, with a pinned copy of the keys', async () => {
  writeFileSync(path('qr.txt'), `${link}\n`);
  for (const given of [link, path('qr.txt')]) {
    const { code, said } = await verify(given, '--key', path('keys.json'), '--lang', 'en');
    expect(code).toBe(0);
    expect(said).toContain('Genuine when it was issued');
    expect(said).toMatch(/^Name +Sari Wulandari Contoh$/m);
  }
});

test('a pending pledge says so, and has no name', async () => {
  const { code, said } = await verify(sheetOf(pendingInput(), signing).link);
  expect(code).toBe(0);
  expect(said).toMatch(/^Status saat lembar dibuat +Menunggu verifikasi OPD$/m);
  expect(said).not.toMatch(/^Nama/m);
});

test.each([
  ['a changed link', () => [link.replace('Sari', 'Sara')], 'Tidak asli'],
  ['a cut link', () => [link.slice(0, -9)], 'Tautan rusak'],
  ['other keys', () => [link, '--key', path('other.json')], 'Bukan dari layanan ini'],
  [
    'a PDF and other keys',
    () => [path('certificate.pdf'), '--key', path('other.json')],
    'Segel PDF: dari penerbit lain',
  ],
])('%s: exit code 1, and nothing of the claim is repeated', async (_, args, words) => {
  const { code, said, complained } = await verify(...args());
  expect([code, said]).toEqual([1, '']);
  expect(complained).toContain(words);
  expect(complained).not.toMatch(/Sar[ia] /);
});

test('a PDF with one changed byte, or with something added, is told as changed', async () => {
  const changed = Buffer.from(pdf);
  changed[3000] = (changed[3000] ?? 0) ^ 1;
  for (const bytes of [changed, Buffer.concat([pdf, Buffer.from('\n%%EOF')])]) {
    writeFileSync(path('changed.pdf'), bytes);
    const { code, said, complained } = await verify(path('changed.pdf'));
    expect([code, said]).toEqual([1, '']);
    expect(complained).toContain('Segel PDF: rusak');
  }
});

test.each([
  ['valid', 0, 'Asli dan sah'],
  ['withdrawn', 1, 'Asli, tetapi sudah ditarik'],
  ['unknown', 1, 'catatan tidak ada'],
  ['nonsense', 0, 'status terbaru belum diketahui'],
])('asked online, the service says %s', async (answer, code, words) => {
  status = answer;
  const ran = await verify(path('certificate.pdf'), '--online', address);
  expect(ran.code).toBe(code);
  expect(ran.said).toContain(words);
  expect(ran.said).toContain('Sari Wulandari Contoh');
});

test.each([
  [() => [], 2],
  [() => ['a', 'b'], 2],
  [() => [link, '--online', 'ftp://x'], 2],
  [() => [link, '--bogus'], 2],
  [() => [path('missing.pdf')], 1],
  [() => [link, '--key', path('certificate.pdf')], 1],
])('called wrongly or with nothing to read, it says what to do', async (args, code) => {
  const ran = await verify(...args());
  expect(ran).toMatchObject({ code, said: '' });
  expect(ran.complained.trim()).not.toBe('');
});

test('without keys it asks for a copy', async () => {
  const empty = temporaryFolder();
  let complained = '';
  const output = { out: () => undefined, err: (words: string) => (complained += words), live: false };
  expect(await perform(VERIFY, { args: [link], environment: { DATA_DIR: empty.path }, output })).toBe(1);
  expect(complained).toContain('--key');
  empty.remove();
});

test('as a process of its own, it ends with the code', () => {
  const run = (given: string) =>
    execFileSync(process.execPath, ['src/cli/verify.ts', given, '--key', path('keys.json')], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
  expect(run(path('certificate.pdf'))).toContain('Asli saat diterbitkan');
  expect(() => run(link.replace('Sari', 'Sara'))).toThrow(expect.objectContaining({ status: 1 }));
});
