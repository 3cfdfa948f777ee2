import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CROCKFORD } from '../../src/domain/crockford.ts';
import { parsePassphrase, passphraseOf, showPassphrase } from '../../src/domain/passphrase.ts';
import {
  findReceiptCode,
  hasTail,
  parseReceiptCode,
  receiptCodeOf,
  showReceiptCode,
  showsReceiptCode,
} from '../../src/domain/receipt.ts';

const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });

test.each([
  ['K7QM-2XPD-9RTN-4HVE', 'K7QM2XPD9RTN4HVE'],
  [' k7qm 2xpd\n9rtn\u00a04hve ', 'K7QM2XPD9RTN4HVE'],
  ['K7QM–2XPD—9RTN−4HVE', 'K7QM2XPD9RTN4HVE'],
  ['K7QM\u200b2XPD\u00ad9RTN\u20664HVE', 'K7QM2XPD9RTN4HVE'],
  ['oOiI lL00 1111 0000', '0011110011110000'],
  ['Ｋ７ＱＭ２ＸＰＤ９ＲＴＮ４ＨＶＥ', 'K7QM2XPD9RTN4HVE'],
  ['K٧QM-٢XPD-٩RTN-٤HVE', 'K7QM2XPD9RTN4HVE'],
  ['K7QM-2XPD-9RTN-4HV', undefined],
  ['K7QM-2XPD-9RTN-4HVEE', undefined],
  ['K7QM-2XPD-9RTN-4HVU', undefined],
  ['K7QM-2XPD-9RTN-4HV.', undefined],
  ['K7QM-2XPD-9RTN-4H\u{1d56e}\u0301', undefined],
  ['', undefined],
])('%s is read as %s', (typed, code) => {
  expect(parseReceiptCode(typed)).toBe(code);
  expect(parsePassphrase(typed)).toBe(code);
});

const CODE = 'K7QM2XPD9RTN4HVE';

test.each([
  ['Laporan diterima. Kode:\nK7QM-2XPD-9RTN-4HVE\nSimpan kode ini; kami tidak dapat memulihkannya.', CODE],
  ['[17/11 12.05] Ikrar: *K7QM-2XPD-9RTN-4HVE*, dan sekali lagi k7qm–2xpd–9rtn–4hve.', CODE],
  ['kode saya k7qm2xpd9rtn4hve', CODE],
  ['kode:\u200eK7QM\u2011\u206a2XPD-9RTN-4HVE', CODE],
  ['(K7QM-2XPD-9RTN-4HVE)', CODE],
  ['K7QM 2XPD 9RTN 4HVE', CODE],
  ['K7QM-2XPD-9RTN-4HVE atau M3WD-8KQX-5TPN-7RBJ', undefined],
  ['kode K7QM-2XPD-9RTN-4HVEE', undefined],
  ['kode K7QM-2XPD-9RTN-4HVE-K7QM', undefined],
  ['kode XK7QM-2XPD-9RTN-4HVE', undefined],
  ['pada 2024 saya akan ke sana', undefined],
  ['NIK 3573010101900001', undefined],
  ['kartu 4111-1111-1111-1111', undefined],
  ['ketidaksesuaian, kekhawatiran, kekhawatirannya', undefined],
])('in «%s» the code is %s', (typed, code) => {
  expect(findReceiptCode(typed)).toBe(code);
});

test.each([
  ['K7QM-2XPD-9RTN-4HVE', true],
  ['k7qm 2xpd 9rtn 4hve', true],
  ['ini lanjutan K7QM2XPD9RTN4HVE ya', true],
  ['K7QM-2XPD-9RTN-4HVE atau M3WD-8KQX-5TPN-7RBJ', true],
  ['lihat https://contoh.id/a dan K7QM-2XPD-9RTN-4HVE', true],
  ['Camat Klojen Barat', false],
  ['3573010101900001', false],
  ['https://contoh.id/p/K7QM2XPD9RTN4HVE', false],
  ['lihat contoh.id/p/K7QM2XPD9RTN4HVE di sana', false],
  ['', false],
])('in «%s» a code is shown: %s', (typed, does) => {
  expect(showsReceiptCode(typed)).toBe(does);
});

test.each([
  ['4hve', '4HVE', true],
  ['4 h v e', '4HVE', true],
  ['9rtn-4hve', '4HVE', true],
  ['Kode: K7QM-2XPD-9RTN-4HVE\nSimpan.', '4HVE', true],
  ['iOlO', '1010', true],
  ['1oL0', '1010', true],
  ['4hv', '4HVE', false],
  ['', '4HVE', false],
])('«%s» ends as a code that ends in %s: %s', (typed, tail, does) => {
  expect(hasTail(typed, tail)).toBe(does);
});

test('all eighty bits count, the first one first', () => {
  expect(receiptCodeOf(new Uint8Array(10))).toBe('0000000000000000');
  expect(receiptCodeOf(new Uint8Array(10).fill(255))).toBe('ZZZZZZZZZZZZZZZZ');
  expect(receiptCodeOf(Uint8Array.of(0x80, 0, 0, 0, 0, 0, 0, 0, 0, 1))).toBe('G000000000000001');
  fc.assert(
    fc.property(bytes, (random) => {
      const value = random.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
      const read = [...receiptCodeOf(random)].reduce((sum, one) => sum * 32n + BigInt(CROCKFORD.indexOf(one)), 0n);
      expect(read).toBe(value);
    }),
  );
  expect(() => receiptCodeOf(new Uint8Array(9))).toThrow(RangeError);
  expect(() => passphraseOf(new Uint8Array(11))).toThrow(RangeError);
});

/** What a hand or a keyboard does to a symbol. */
const spelled = (symbol: string): fc.Arbitrary<string> =>
  fc.constantFrom(
    symbol,
    symbol.toLowerCase(),
    ...(symbol === '0' ? ['O', 'o'] : symbol === '1' ? ['I', 'i', 'L', 'l'] : []),
  );
const between = fc.constantFrom('', '', '', ' ', '-', ' - ', '–', '\u2011', '\u00a0', '\n', '\u200b', '\ufeff');

test('a code survives being shown, copied and typed as people do', () => {
  const typed = bytes.chain((random) => {
    const code = receiptCodeOf(random);
    const parts = [...code].flatMap((symbol) => [spelled(symbol), between]);
    return fc.tuple(between, ...parts).map((pieces) => ({ code, text: pieces.join('') }));
  });
  fc.assert(fc.property(typed, ({ code, text }) => parseReceiptCode(text) === code && findReceiptCode(text) === code));
  fc.assert(fc.property(typed, ({ code, text }) => hasTail(text, code.slice(-4))));
  fc.assert(
    fc.property(bytes, (random) => {
      const shown = showReceiptCode(receiptCodeOf(random));
      expect(shown).toMatch(/^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
      expect(parseReceiptCode(shown)).toBe(receiptCodeOf(random));
      expect(parsePassphrase(showPassphrase(passphraseOf(random)))).toBe(passphraseOf(random));
    }),
  );
});

test('any text is read or refused, never more than sixteen symbols of the alphabet', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const code of [parseReceiptCode(text), findReceiptCode(text)])
        if (code !== undefined) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{16}$/);
    }),
  );
});
