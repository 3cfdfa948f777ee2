import { expect, test } from 'vitest';
import { AgeError, makeIdentity } from '../../src/secrecy/age.ts';
import { identityFile, readIdentityFile } from '../../src/secrecy/identity-file.ts';

const key = await makeIdentity();
const other = await makeIdentity();

test.each([
  ['alone', key],
  ['as age-keygen writes it', `# created: 2026-11-24T10:03:00+07:00\n# public key: age1xyz\n${key}\n`],
  ['as ours is written', identityFile(key, ['satu', 'dua'])],
  ['from Windows', `\uFEFF# kunci\r\n\r\n${key}\r\n`],
  ['with spaces around it', `  ${key} \n\n`],
])('a key %s is read', (_, text) => {
  expect(readIdentityFile(text)).toBe(key);
});

test.each([
  ['nothing', ''],
  ['comments only', `# ${key}\n`],
  ['two keys', `${key}\n${other}\n`],
  ['a public key', 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'],
  ['a key in small letters', key.toLowerCase()],
  ['a key with a slip in it', key.replace(/.$/, (last) => (last === 'Q' ? 'P' : 'Q'))],
  ['a key with gaps', key.replace(/(.{20})/, '$1 ')],
  ['a key that is itself locked', 'age-encryption.org/v1\n-> scrypt xyz 18\n'],
])('%s is no key', (_, text) => {
  expect(() => readIdentityFile(text)).toThrow(new AgeError('identity'));
});
