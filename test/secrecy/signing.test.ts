import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { parseCertificateLink } from '../../src/domain/certificate.ts';
import { Keys } from '../../src/secrecy/keys.ts';
import { loadSigning, publishedKeys } from '../../src/secrecy/signing.ts';
import { verifyCms } from '../../src/secrecy/signing-cms.ts';
import { SigningError } from '../../src/secrecy/signing-error.ts';
import { PublicKeysError, readPublicKeys, verifyCertificate } from '../../src/secrecy/signing-keys.ts';
import { makeP12, openP12 } from '../../src/secrecy/signing-p12.ts';
import { lockSigning } from '../../src/secrecy/signing-rotation.ts';
import { COMMON_NAME, inputOf, KEYS, sheetOf, temporaryFolder } from '../documents/support.ts';

const folders: { remove: () => void }[] = [];
const newFolder = (): string => {
  const folder = temporaryFolder();
  folders.push(folder);
  return folder.path;
};
afterEach(() =>
  folders.splice(0).forEach(({ remove }) => {
    remove();
  }),
);

const options = { commonName: COMMON_NAME };

test('the first start makes keys that only the service can read; the next one finds them', async () => {
  const data = newFolder();
  const first = await loadSigning(data, KEYS, options);
  const again = await loadSigning(data, KEYS, options);
  expect(again.keyId).toBe(first.keyId);
  expect(again.certificate.fingerprint256).toBe(first.certificate.fingerprint256);
  expect(again.publicKeys).toEqual(first.publicKeys);
  expect(first.certificate.subject).toBe(`CN=${COMMON_NAME}`);
  for (const name of readdirSync(join(data, 'keys'), { recursive: true, encoding: 'utf8' })) {
    const { mode } = statSync(join(data, 'keys', name));
    expect(mode & 0o077, name).toBe(0);
  }
  expect(readdirSync(join(data, 'keys')).sort()).toEqual(['ed25519.pem', 'pdf.p12', 'public']);
});

test('processes that start at once end up with the same keys', async () => {
  const data = newFolder();
  const starter = new URL('../support/signing-starter/main.ts', import.meta.url).pathname;
  const keyIds = await Promise.all(
    [1, 2, 3].map(async () => {
      const child = fork(starter, [data], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      const [said] = await once(child, 'message');
      await once(child, 'exit');
      return JSON.stringify(said);
    }),
  );
  expect(new Set(keyIds).size).toBe(1);
  expect((await publishedKeys(data)).keys).toHaveLength(1);
  expect((await publishedKeys(data)).certificates).toHaveLength(1);
  expect(readdirSync(join(data, 'keys'))).toHaveLength(3);
});

test('a replaced key stays listed, and its certificates verify', async () => {
  const data = newFolder();
  const old = await loadSigning(data, KEYS, options);
  const { link } = sheetOf(inputOf(), old);
  const cms = await old.signPdf(Buffer.from('a PDF'));
  renameSync(join(data, 'keys', 'ed25519.pem'), join(data, 'ed25519.pem.old'));
  renameSync(join(data, 'keys', 'pdf.p12'), join(data, 'pdf.p12.old'));

  const { publicKeys, keyId, certificate } = await loadSigning(data, KEYS, options);
  expect(keyId).not.toBe(old.keyId);
  expect(publicKeys.keys.map(({ id }) => id)).toEqual([keyId, old.keyId]);
  expect(publicKeys.certificates).toHaveLength(2);
  expect(publicKeys.certificates[0]?.pem).toBe(certificate.toString());
  const parsed = parseCertificateLink(link);
  expect(parsed.ok && verifyCertificate(parsed.certificate, publicKeys)).toBe('valid');
  expect(verifyCms(cms, Buffer.from('a PDF'), [old.certificate])).toBe('valid');
});

test('another root secret does not open the keys, and the error names which', async () => {
  const data = newFolder();
  await loadSigning(data, KEYS, options);
  const other = new Keys('another root secret of at least thirty-two letters');
  await expect(loadSigning(data, other, options)).rejects.toMatchObject({
    fault: 'other_root',
    file: 'keys/ed25519.pem',
  });
});

test('under another root secret the same keys sign, whatever of it was done already', async () => {
  const data = newFolder();
  const before = await loadSigning(data, KEYS, options);
  const [next, last] = [new Keys('another root secret of at least thirty-two letters'), new Keys('x'.repeat(32))];
  const rotated = async (folder: string) => (await lockSigning(folder, KEYS, next)).write();
  const pem = readFileSync(join(data, 'keys', 'ed25519.pem'));
  expect(await rotated(data)).toBe(2);
  expect(await rotated(data)).toBe(0);
  writeFileSync(join(data, 'keys', 'ed25519.pem'), pem);
  expect(await rotated(data)).toBe(1);
  const after = await loadSigning(data, next, options);
  expect([after.keyId, after.certificate.toString()]).toEqual([before.keyId, before.certificate.toString()]);
  expect(verifyCms(await after.signPdf(Buffer.from('a PDF')), Buffer.from('a PDF'), [before.certificate])).toBe(
    'valid',
  );
  await expect(loadSigning(data, KEYS, options)).rejects.toMatchObject({ fault: 'other_root' });
  await expect(lockSigning(data, KEYS, last)).rejects.toMatchObject({ fault: 'other_root' });
  expect(await rotated(newFolder())).toBe(0);
});

test('a .p12 of an authority signs instead, and the service keeps listing its own certificate', async () => {
  const data = newFolder();
  const own = await loadSigning(data, KEYS, options);
  const file = join(data, 'bsre.p12');
  writeFileSync(file, await makeP12('Pejabat Contoh', 'rahasia contoh', Date.now()));
  const signing = await loadSigning(data, KEYS, { ...options, p12: { file, password: 'rahasia contoh' } });
  expect(signing.signerName).toBe('Pejabat Contoh');
  expect(signing.publicKeys.certificates.map(({ pem }) => pem)).toEqual([
    signing.certificate.toString(),
    own.certificate.toString(),
  ]);
});

test.each([
  ['another password', async () => makeP12('Contoh', 'benar', Date.now()), { fault: 'p12_closed' }],
  ['no .p12 at all', async () => Buffer.from('halo'), { fault: 'p12_closed' }],
  [
    'an expired certificate',
    async () => makeP12('Contoh', 'salah', Date.parse('1990-01-01')),
    { fault: 'p12_expired', until: '2015-01-01' },
  ],
])('%s is named by its kind', async (_, make, expected) => {
  const data = newFolder();
  const file = join(data, 'given.p12');
  writeFileSync(file, await make());
  const loading = loadSigning(data, KEYS, { ...options, p12: { file, password: 'salah' } });
  await expect(loading).rejects.toThrow(SigningError);
  await expect(loading).rejects.toMatchObject(expected);
});

test('a CMS signature holds for its bytes and its certificate only', async () => {
  const identity = openP12(await makeP12('Contoh', 'x', Date.now()), 'x');
  const other = openP12(await makeP12('Contoh', 'x', Date.now()), 'x');
  const { signCms } = await import('../../src/secrecy/signing-cms.ts');
  const cms = await signCms(identity, Buffer.from('isi'));
  expect(verifyCms(Buffer.concat([cms, Buffer.alloc(40)]), Buffer.from('isi'), [identity.certificate])).toBe('valid');
  expect(verifyCms(cms, Buffer.from('Isi'), [identity.certificate])).toBe('digest_mismatch');
  expect(verifyCms(cms, Buffer.from('isi'), [other.certificate])).toBe('unknown_certificate');
  expect(verifyCms(cms.subarray(0, 200), Buffer.from('isi'), [identity.certificate])).toBe('malformed');
  const forged = Buffer.from(cms);
  forged[forged.length - 5] = (forged.at(-5) ?? 0) ^ 1;
  expect(verifyCms(forged, Buffer.from('isi'), [identity.certificate])).toBe('wrong');
  for (let at = 0; at < cms.length; at += 1) {
    const damaged = Buffer.from(cms);
    damaged[at] = (damaged[at] ?? 0) ^ 0x40;
    expect(() => verifyCms(damaged, Buffer.from('isi'), [identity.certificate])).not.toThrow();
  }
});

test('a changed letter in the link is noticed', async () => {
  const signing = await loadSigning(newFolder(), KEYS, options);
  const { link } = sheetOf(inputOf(), signing);
  const verdict = (text: string): unknown => {
    const parsed = parseCertificateLink(text);
    return parsed.ok ? verifyCertificate(parsed.certificate, signing.publicKeys) : parsed.fault;
  };
  expect(verdict(link)).toBe('valid');
  expect(verdict(link.replace('Sari', 'Sara'))).toBe('wrong');
  expect(verdict(link.replace('/v/xJ', '/v/xK'))).toBe('wrong');
  expect(verdict(link.replace(signing.keyId, 'AAAAAAAA'))).toBe('unknown_key');
});

test('public keys are read from a saved copy, and nothing else is', async () => {
  const { publicKeys } = await loadSigning(newFolder(), KEYS, options);
  expect(readPublicKeys(JSON.stringify(publicKeys))).toEqual(publicKeys);
  for (const text of ['', '{}', '[]', JSON.stringify({ ...publicKeys, certificates: [{ sha256: '', pem: 'x' }] })]) {
    expect(() => readPublicKeys(text)).toThrow(PublicKeysError);
  }
});
