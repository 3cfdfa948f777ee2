/** The `age` of the distribution opens what we seal, and we open what it seals. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseReceiptCode } from '../../src/domain/receipt.ts';
import { type Identity, makeIdentity, openWith, recipientOf, sealStream, sealTo } from '../../src/secrecy/age.ts';
import { reporterIdentity, reporterRecipient } from '../../src/secrecy/receipt-keys.ts';
import { temporaryFolder } from '../documents/support.ts';
import { collected } from './support.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const file = (name: string): string => join(folder.path, name);
/** Runs a program; one that is not there fails the test. */
const run = (program: string, ...args: string[]): Buffer =>
  execFileSync(program, args, { cwd: folder.path, stdio: ['ignore', 'pipe', 'pipe'] });

function ageOpens(identity: Identity, sealed: Uint8Array): Buffer {
  writeFileSync(file('kunci.txt'), `${identity}\n`);
  writeFileSync(file('laporan.age'), sealed);
  return run('age', '-d', '-i', 'kunci.txt', 'laporan.age');
}

const identity = await makeIdentity();
const recipient = await recipientOf(identity);

test('age opens a report and a streamed piece of evidence', async () => {
  const report = Buffer.from('Ada pejabat yang mengajak memilih. ✓');
  expect(ageOpens(identity, await sealTo(recipient, report)).equals(report)).toBe(true);
  const evidence = Buffer.alloc(300_000, 'bukti ');
  const sealed = await collected(
    sealStream(
      recipient,
      (async function* () {
        yield evidence;
      })(),
    ),
  );
  expect(ageOpens(identity, sealed).equals(evidence)).toBe(true);
});

test('age opens with the key of a receipt code', async () => {
  const code = parseReceiptCode('K7QM-2XPD-9RTN-4HVE');
  if (code === undefined) throw new TypeError('a receipt code');
  const sealed = await sealTo(await reporterRecipient(code), Buffer.from('Terima kasih.'));
  expect(ageOpens(reporterIdentity(code), sealed).toString()).toBe('Terima kasih.');
});

test('age seals, and we open', async () => {
  writeFileSync(file('plain'), 'dari luar');
  run('age', '-r', recipient, '-o', 'sealed.age', 'plain');
  expect(Buffer.from(await openWith(identity, readFileSync(file('sealed.age')))).toString()).toBe('dari luar');
});

test('age finds the same recipient for an identity', () => {
  writeFileSync(file('kunci.txt'), `${identity}\n`);
  expect(run('age-keygen', '-y', 'kunci.txt').toString().trim()).toBe(recipient);
});
