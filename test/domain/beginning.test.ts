import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beginning } from '../../src/domain/beginning.ts';

test.each([
  ['seluruhnya', 10, 'seluruhnya'],
  ['seluruhnya', 7, 'seluruh'],
  ['kaus 👍 dibagi', 6, 'kaus '],
  ['kaus 👍 dibagi', 7, 'kaus 👍'],
  ['kaus 👍🏽', 7, 'kaus '],
  ['rumah 👩‍👩‍👧 itu', 10, 'rumah '],
  ['rumah 🇮🇩🇮🇩', 9, 'rumah '],
  ['cafe\u0301', 4, 'caf'],
  ['kita\r\nsemua', 5, 'kita'],
  ['👍', 1, ''],
])('%j in %i units begins %j', (text, most, begins) => {
  expect(beginning(text, most)).toBe(begins);
});

test('marks that are heaped on one letter are cut between code points', () => {
  expect(beginning(`a${'\u0301'.repeat(50)}`, 10)).toBe(`a${'\u0301'.repeat(9)}`);
  expect(beginning(`a${'\u{1D165}'.repeat(50)}`, 10).isWellFormed()).toBe(true);
});

test('whatever it is, it is a beginning, well formed, and no longer than it may be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 40 }), (text, most) => {
      const begins = beginning(text, most);
      expect(text.startsWith(begins)).toBe(true);
      expect(begins.length).toBeLessThanOrEqual(most);
      expect(begins.isWellFormed()).toBe(true);
    }),
  );
});
