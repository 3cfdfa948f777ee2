import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kecamatanOf, kelurahanOf, matchArea } from '../../src/domain/area.ts';

const KOTA = kecamatanOf('Kota Malang');
const KABUPATEN = kecamatanOf('Kabupaten Malang');
const KLOJEN = kelurahanOf('Kota Malang', 'Klojen') ?? [];

test('areas of a region; kelurahan only where they are known', () => {
  expect(KOTA).toEqual(['Blimbing', 'Klojen', 'Kedungkandang', 'Sukun', 'Lowokwaru']);
  expect(KABUPATEN).toHaveLength(33);
  expect(KLOJEN).toContain('Oro-oro Dowo');
  expect(kelurahanOf('Kabupaten Malang', 'Kepanjen')).toBeUndefined();
  expect(kelurahanOf('Kota Malang', 'Kepanjen')).toBeUndefined();
  expect(kecamatanOf('Kota Lain')).toEqual([]);
});

describe('a typed name', () => {
  test.each([
    ['klojen', KOTA, 'Klojen'],
    [' KEC. KLOJEN ', KOTA, 'Klojen'],
    ['Kecamatan Klojen, Kota Malang', KOTA, 'Klojen'],
    ['di klojen dekat alun-alun', KOTA, 'Klojen'],
    ['Kel. Sawojajar kec. Kedungkandang', KOTA, 'Kedungkandang'],
    ['kedung kandang', KOTA, 'Kedungkandang'],
    ['kedungkadang', KOTA, 'Kedungkandang'],
    ['Lowokwari', KOTA, 'Lowokwaru'],
    ['sukum', KOTA, 'Sukun'],
    ['kel. oro oro dowo', KLOJEN, 'Oro-oro Dowo'],
    ['gadingkasri', KLOJEN, 'Gading Kasri'],
    ['gading', KLOJEN, 'Gading Kasri'],
    ['Sumbermanjing', KABUPATEN, 'Sumbermanjing Wetan'],
    ['Pakis', KABUPATEN, 'Pakis'],
    ['pakisaji', KABUPATEN, 'Pakisaji'],
    ['dau', KABUPATEN, 'Dau'],
    // Too short to forgive.
    ['dua', KABUPATEN, undefined],
    ['Klojen atau Sukun', KOTA, undefined],
    ['Surabaya', KOTA, undefined],
    ['kec.', KOTA, undefined],
    ['', KOTA, undefined],
  ])('%s', (typed, names, expected) => {
    expect(matchArea(typed, names)).toBe(expected);
  });

  test('every name is itself; one that has lost a letter is never another', () => {
    const all = [KOTA, KABUPATEN, ...KOTA.map((kecamatan) => kelurahanOf('Kota Malang', kecamatan) ?? [])];
    for (const names of all) {
      for (const name of names) {
        expect(matchArea(`kec. ${name.toUpperCase()}`, names)).toBe(name);
        if (name.length > 4) expect([name, undefined]).toContain(matchArea(name.slice(0, -1), names));
      }
    }
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => [undefined, ...KOTA].includes(matchArea(typed, KOTA))),
    );
  });
});
