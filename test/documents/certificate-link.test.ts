import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qrCode } from '../../src/documents/qr.ts';
import {
  type CertificateFields,
  certificateFields,
  certificateLink,
  encodeFields,
  parseCertificate,
  parseCertificateLink,
  WithdrawnError,
} from '../../src/domain/certificate.ts';
import { ELECTION } from '../support/world.ts';
import { ikrar, inputOf, pakta, pledgeOf } from './support.ts';

const SIGNATURE = 'A'.repeat(86);
const fieldsOf = (changes = {}): CertificateFields =>
  certificateFields(pledgeOf([ikrar, pakta(3)], changes), ELECTION, 'q0Zx3dPk');
const parsed = (fragment: string) => parseCertificate('xJ3k_9QmZt1LwVb0Ry7aUg', fragment);
const fragmentOf = (fields: CertificateFields): string => `${encodeFields(fields)}.${SIGNATURE}`;

test('what is written into a link is read back, with or without the #', () => {
  const fields = fieldsOf();
  const link = certificateLink('https://ikrar.example.test/', fields.id, encodeFields(fields), SIGNATURE);
  expect(link).toMatch(/^https:\/\/ikrar\.example\.test\/v\/xJ3k_9QmZt1LwVb0Ry7aUg#1~[\w.~+%-]+$/);
  for (const result of [
    parseCertificateLink(`  ${link}\n`),
    parsed(`#${fragmentOf(fields)}`),
    parsed(fragmentOf(fields)),
  ]) {
    expect(result).toMatchObject({ ok: true, certificate: { fields, signature: SIGNATURE } });
  }
});

test('any name comes back as it is shown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 90 }), (name) => {
      const fields = fieldsOf({ shown: { nip: '1986********2001', name, office: `${name} & co ~.#%+` } });
      const result = parsed(fragmentOf(fields));
      expect(result).toMatchObject({ ok: true, certificate: { fields } });
    }),
  );
});

test('a name of nothing but spaces is none', () => {
  const fields = fieldsOf({ shown: { nip: '1986********2001', name: ' \u200b ', office: ' ' } });
  expect(fields.person).toEqual({ nip: '1986********2001' });
  expect(parsed(fragmentOf(fields))).toMatchObject({ ok: true, certificate: { fields } });
});

test('while pending there is neither name nor office, whatever the record holds', () => {
  const fields = fieldsOf({ status: 'pending', proof: 'none' });
  expect(fields.person).toEqual({ nip: '1986********2001' });
  const named = encodeFields({ ...fields, person: { ...fields.person, name: 'Sari' } });
  expect(parsed(`${named}.${SIGNATURE}`)).toEqual({ ok: false, fault: 'malformed' });
});

test('a withdrawn pledge has no certificate', () => {
  expect(() => fieldsOf({ status: 'withdrawn' })).toThrow(WithdrawnError);
});

test('nothing hostile is read, and nothing throws', () => {
  const good = fragmentOf(fieldsOf());
  const mangled = fc
    .tuple(fc.nat(good.length - 1), fc.nat(8), fc.string({ maxLength: 12 }))
    .map(([at, cut, put]) => good.slice(0, at) + put + good.slice(at + cut));
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 3000 }), mangled), (fragment) => {
      const result = parsed(fragment);
      if (result.ok) {
        // Only ever the one way to write it: another text cannot claim the same.
        const bare = fragment.replace(/^#/, '');
        expect(`${encodeFields(result.certificate.fields)}.${result.certificate.signature}`).toBe(bare);
      } else {
        expect(['absent', 'version', 'malformed']).toContain(result.fault);
      }
    }),
    { numRuns: 2000 },
  );
});

test.each([
  ['', 'absent'],
  ['#', 'absent'],
  ['2~something~else.sig', 'version'],
  ['1~x', 'malformed'],
  [`${encodeFields(fieldsOf())}`, 'malformed'],
  [`${encodeFields(fieldsOf()).replace('~c~v~', '~c~w~')}.${SIGNATURE}`, 'malformed'],
  [`${encodeFields(fieldsOf()).replace('~2026~', '~02026~')}.${SIGNATURE}`, 'malformed'],
  [`${encodeFields(fieldsOf()).replace('Sari+', 'Sari%20')}.${SIGNATURE}`, 'malformed'],
  [`${encodeFields(fieldsOf()).replace('Sari', 'Sari%E2%80%AE')}.${SIGNATURE}`, 'malformed'],
  ['x'.repeat(5000), 'malformed'],
] as const)('%.40s is refused: %s', (fragment, fault) => {
  expect(parsed(fragment)).toEqual({ ok: false, fault });
});

test('a whole link without a certificate in it is refused', () => {
  expect(parseCertificateLink('')).toEqual({ ok: false, fault: 'absent' });
  expect(parseCertificateLink('https://ikrar.example.test/v/xJ3k_9QmZt1LwVb0Ry7aUg')).toEqual({
    ok: false,
    fault: 'absent',
  });
  expect(parseCertificateLink('halo')).toEqual({ ok: false, fault: 'malformed' });
});

test('the QR stays readable on paper: under 90 modules for the longest office of the region and two documents', () => {
  const office =
    'Dinas Sosial, Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana';
  const { pledge } = inputOf([ikrar, pakta(3)], {
    shown: { nip: '1986********2001', name: 'Dr. Raden Ayu Sri Wahyuningsih Contoh, S.Sos., M.Si.', office },
  });
  const fields = certificateFields(pledge, ELECTION, 'q0Zx3dPk');
  const link = certificateLink('https://ikrar.malang.example.test', fields.id, encodeFields(fields), SIGNATURE);
  expect(qrCode(link).size).toBeLessThanOrEqual(89);
});
