import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { maskNip, parseNip, toAsciiDigits } from '../../src/domain/nip.ts';

const TODAY = Temporal.PlainDate.from('2026-11-17');
const fault = (text: string) => {
  const read = parseNip(text, TODAY);
  return read.ok ? 'none' : read.fault;
};

describe('a NIP', () => {
  test.each([
    ['198603222010012001', 'none'],
    ['19860322 201001 2 001', 'none'],
    ['19860322.201001.2.001', 'none'],
    ['NIP: 198603222010012001', 'none'],
    ['NIP saya 19860322 201001 2 001, terima kasih 🙏', 'none'],
    ['*198603222010012001*', 'none'],
    ['\u200f198603222010012001\u200e', 'none'],
    ['1986\u200b0322\u2060201001\u00ad2001\ufeff', 'none'],
    ['19860322–201001–2–001', 'none'],
    ['１９８６０３２２２０１００１２００１', 'none'],
    ['19860322 lahir, 2010012001', 'length'],
    ['198603222010012001 081200000001', 'length'],
    ['1,98603222010012E+17', 'length'],
    // PPPK: a contract number in place of the month.
    ['199001012024211001', 'none'],
    ['199001012024291001', 'none'],
    ['199001012024301001', 'appointment_month'],
    ['199001012024201001', 'appointment_month'],
    ['198602302010012001', 'birth_date'],
    ['200001012017011001', 'none'],
    ['200102012018011001', 'appointment_too_young'],
    ['195511162010011001', 'age'],
    ['195511182010011001', 'none'],
    ['200811182026111001', 'age'],
    ['198603222026111001', 'none'],
    ['198603222026121001', 'appointment_in_future'],
    ['198603222010010001', 'sex'],
    ['198603222010012000', 'serial'],
    ['1986032220100120011', 'length'],
    ['19860322201001200a', 'length'],
    ['', 'length'],
  ])('%s: %s', (text, expected) => {
    expect(fault(text)).toBe(expected);
  });

  test('no text makes the reader throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => ['none', fault(text)].includes(fault(text))));
  });

  test('its mask shows the year of birth and the last four digits only', () => {
    const read = parseNip('198603222010012001', TODAY);
    expect(read.ok && maskNip(read.nip)).toBe('1986********2001');
  });
});

test.each([
  ['١٢٣', '123'],
  ['１２３', '123'],
  ['१२३', '123'],
  ['𝟙𝟚𝟛', '123'],
  ['abc', 'abc'],
])('digits of %s are %s', (text, digits) => {
  expect(toAsciiDigits(text)).toBe(digits);
});
