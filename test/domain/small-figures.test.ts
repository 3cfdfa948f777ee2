import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldSmall, sums } from '../../src/domain/small-figures.ts';

const self = (parts: readonly number[]): readonly number[] => parts;
const one = (...counts: readonly number[]) => foldSmall(counts, (n) => [n]);

test.each([
  ['nothing is small', [5, 9, 70], { shown: [5, 9, 70], rest: [] }],
  ['several small ones that are five together', [2, 9, 3, 70], { shown: [9, 70], rest: [2, 3] }],
  ['a single small one takes the next smallest along', [70, 2, 9], { shown: [70], rest: [2, 9] }],
  ['small ones that are too few together do so too', [70, 1, 9, 1], { shown: [70], rest: [1, 9, 1] }],
  ['with nobody to take along nothing is told', [70, 2], { shown: [], rest: [70, 2] }],
  ['only small ones', [4, 4, 4], { shown: [], rest: [4, 4, 4] }],
  ['a single one', [3], { shown: [], rest: [3] }],
  ['nobody at all is about nobody', [0, 9], { shown: [0, 9], rest: [] }],
])('%s', (_, counts, folded) => {
  expect(one(...counts)).toEqual(folded);
});

test('a part that is small hides its row, however large the others are', () => {
  const rows = [
    [40, 60],
    [98, 2],
    [30, 0],
    [97, 3],
  ] as const;
  expect(foldSmall(rows, self)).toEqual({ shown: [rows[0], rows[2]], rest: [rows[1], rows[3]] });
});

test('no figure that is told, and no difference to the total, is about one to four people or about one row', () => {
  const rows = fc.array(fc.tuple(fc.nat(12), fc.nat(60)), { maxLength: 12 });
  fc.assert(
    fc.property(rows, (all) => {
      const { shown, rest } = foldSmall(all, self);
      expect(shown.length + rest.length).toBe(all.length);
      if (shown.length === 0) return;
      const difference = sums(all.map((row) => row)).map((n, part) => n - (sums(shown)[part] ?? 0));
      for (const n of [...shown.flat(), ...difference]) expect(n === 0 || n >= 5).toBe(true);
      expect(rest).not.toHaveLength(1);
    }),
  );
});
