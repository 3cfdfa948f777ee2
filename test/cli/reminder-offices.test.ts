/** What may be told by OPD of a run that is over. */
import { expect, test } from 'vitest';
import { officeTable } from '../../src/cli/reminders/offices.ts';

const rows = (...figures: readonly (readonly [string, number, number])[]) =>
  figures.map(([office, count, sent]) => ({ office, count, sent }));

test('offices of which much was sent, or nothing, and of which much was not, or nothing, are told in full', () => {
  const all = rows(['A', 60, 50], ['B', 9, 9], ['C', 7, 0]);
  expect(officeTable(all)).toEqual({ shown: all });
});

test('where few were not reached only the sum is told, of that office and of enough others', () => {
  expect(officeTable(rows(['A', 60, 50], ['B', 90, 88], ['C', 80, 70], ['D', 40, 37]))).toEqual({
    shown: [
      { office: 'A', count: 60, sent: 50 },
      { office: 'B', count: 90 },
      ...rows(['C', 80, 70]),
      { office: 'D', count: 40 },
    ],
  });
  // What was not sent to B would be the total without the others.
  expect(officeTable(rows(['A', 60, 50], ['B', 90, 88], ['C', 80, 70]))).toEqual({
    shown: [{ office: 'A', count: 60 }, { office: 'B', count: 90 }, ...rows(['C', 80, 70])],
  });
});

test('small offices stand together, and are told in full where that is many', () => {
  expect(officeTable(rows(['A', 60, 50], ['B', 4, 4], ['C', 3, 3], ['D', 4, 4]))).toEqual({
    shown: rows(['A', 60, 50]),
    others: { offices: 3, count: 11, sent: 11 },
  });
  expect(officeTable(rows(['A', 60, 50], ['B', 4, 4], ['C', 3, 2]))).toEqual({
    shown: [{ office: 'A', count: 60 }],
    others: { offices: 2, count: 7 },
  });
});

test('a region of few is not divided', () => {
  expect(officeTable(rows(['A', 60, 50], ['B', 4, 4]))).toBeUndefined();
  expect(officeTable([])).toBeUndefined();
});
