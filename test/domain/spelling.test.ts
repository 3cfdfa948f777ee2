import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneSlipApart } from '../../src/domain/spelling.ts';

test.each([
  ['klojen', 'klojen', true],
  ['klojn', 'klojen', true],
  ['kloojen', 'klojen', true],
  ['klogen', 'klojen', true],
  ['kljoen', 'klojen', true],
  ['klojne', 'klojen', true],
  ['lojen', 'klojen', true],
  ['kljeon', 'klojen', false],
  ['klon', 'klojen', false],
  ['sukun', 'klojen', false],
  ['', 'a', true],
  ['', 'ab', false],
])('%s and %s: %s', (one, other, expected) => {
  expect(oneSlipApart(one, other)).toBe(expected);
});

test('it is the same both ways', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 });
  fc.assert(fc.property(word, word, (one, other) => oneSlipApart(one, other) === oneSlipApart(other, one)));
});
