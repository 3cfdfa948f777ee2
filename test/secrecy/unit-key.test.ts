import { expect, test } from 'vitest';
import { parsePassphrase, passphraseOf } from '../../src/domain/passphrase.ts';
import { makeIdentity, openWith, parseRecipient, recipientOf, sealTo, unlockWith } from '../../src/secrecy/age.ts';
import { Keys } from '../../src/secrecy/keys.ts';
import { SealError } from '../../src/secrecy/seal.ts';
import {
  assertUnit,
  fingerprintOf,
  type LockedUnit,
  lockedKey,
  makeUnitKey,
  type NewUnitKey,
  type UnitName,
  unwrapUnitKey,
} from '../../src/secrecy/unit-key.ts';

const keys = new Keys('the first root secret, long enough');
const others = new Keys('another root secret, long enough too');
/** scrypt at its least. */
const quick = { workFactor: 2 };

const BAWASLU: UnitName = { id: 'bawaslu-kota', name: 'Bawaslu Kota Contoh', region: 'Kota Contoh' };
const made = await makeUnitKey(keys, BAWASLU, quick);
const unitOf = (name: UnitName, { recipient, recipientMac, wrapped }: NewUnitKey): LockedUnit => ({
  ...name,
  recipient,
  recipientMac,
  wrapped,
});
const unit = unitOf(BAWASLU, made);

test('what is sealed to a unit opens with its passphrase, and with its paper copy', async () => {
  const sealed = await sealTo(assertUnit(keys, unit), Buffer.from('laporan'));
  const typed = parsePassphrase(made.paper.passphrase.toLowerCase());
  if (typed === undefined) throw new TypeError('a passphrase');
  const identity = await unwrapUnitKey(keys, unit, typed);
  expect(identity).toBe(made.paper.identity);
  expect(Buffer.from(await openWith(identity, sealed)).toString()).toBe('laporan');
});

test('a browser opens the locked key by what stands on the paper', async () => {
  const { passphrase, identity } = made.paper;
  expect(passphrase).toMatch(/^[0-9A-Z]{16}$/);
  const shown = passphrase.match(/.{4}/g)?.join('-') ?? '';
  expect(Buffer.from(await unlockWith(shown, lockedKey(keys, unit))).toString()).toBe(identity);
});

test('a wrong passphrase is refused', async () => {
  await expect(unwrapUnitKey(keys, unit, passphraseOf(new Uint8Array(10)))).rejects.toMatchObject({
    name: 'UnitKeyError',
    fault: 'passphrase',
  });
});

test('a swapped recipient is refused, and so is one that was moved or renamed', async () => {
  const stranger = await recipientOf(await makeIdentity());
  const elsewhere = { ...BAWASLU, id: 'bawaslu-kabupaten' };
  const other = unitOf(elsewhere, await makeUnitKey(keys, elsewhere, quick));
  const changed: LockedUnit[] = [
    { ...unit, recipient: stranger },
    { ...unit, recipient: other.recipient, recipientMac: other.recipientMac },
    { ...other, ...elsewhere, id: unit.id },
    { ...unit, name: 'Bawaslu Kabupaten Contoh' },
    { ...unit, region: 'Kabupaten Contoh' },
    // The same letters, cut elsewhere.
    { ...unit, name: 'Bawaslu Kota', region: ' ContohKota Contoh' },
    { ...unit, recipientMac: unit.recipientMac.subarray(1) },
    { ...unit, recipientMac: new Uint8Array(32) },
  ];
  for (const row of changed) {
    const refused = expect.objectContaining({ name: 'UnitKeyError', fault: 'recipient' });
    expect(() => assertUnit(keys, row)).toThrow(refused);
    await expect(unwrapUnitKey(keys, row, made.paper.passphrase)).rejects.toEqual(refused);
  }
  expect(assertUnit(keys, unit)).toBe(unit.recipient);
  expect(() => assertUnit(others, unit)).toThrow('not the one of this unit');
});

test('a locked key belongs to its unit and its root', async () => {
  const other = await makeUnitKey(keys, BAWASLU, quick);
  expect(() => lockedKey(keys, { ...unit, wrapped: other.wrapped })).toThrow(SealError);
  const underOther = await makeUnitKey(others, BAWASLU, quick);
  expect(() => lockedKey(keys, { ...unit, wrapped: underOther.wrapped })).toThrow('another root secret');
});

test('nothing that is stored has the private key or the passphrase in it', () => {
  const stored = Buffer.concat([made.wrapped, made.recipientMac, Buffer.from(made.recipient)]).toString('latin1');
  expect(stored).not.toContain('AGE-SECRET-KEY');
  expect(lockedKey(keys, unit).toString('latin1')).not.toContain('AGE-SECRET-KEY');
  expect(stored).not.toContain(made.paper.passphrase);
});

test('the default lock is as strong as that of age', async () => {
  const { recipient, recipientMac, wrapped } = await makeUnitKey(keys, BAWASLU);
  const locked = lockedKey(keys, { ...BAWASLU, recipient, recipientMac, wrapped }).toString('latin1');
  expect(locked).toMatch(/^age-encryption\.org\/v1\n-> scrypt \S{22} 18\n/);
});

test('a fingerprint is what sha256sum says of the recipient', () => {
  // printf %s age1j9gj… | sha256sum
  const recipient = parseRecipient('age1j9gjkftn58uzhyd46lw5wn0f72znx7hyk9ewncley4xq2p7vjvvsj2sljq');
  expect(fingerprintOf(recipient)).toBe('ba61 e58d e064 4990 891a');
  expect(made.paper.fingerprint).toBe(fingerprintOf(made.recipient));
});
