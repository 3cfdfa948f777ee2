import { expect, test } from 'vitest';
import { OneByOne } from '../../src/documents/one-by-one.ts';

test('pieces are done one after another, whatever becomes of each', async () => {
  const work = new OneByOne();
  const happened: string[] = [];
  const does = (name: string) => async () => {
    happened.push(name);
    await new Promise(setImmediate);
    happened.push(`after ${name}`);
    if (name === 'second') throw new RangeError(name);
  };
  const done = ['first', 'second', 'third'].map((name) => work.do(does(name), 'later'));
  const results = await Promise.allSettled(done);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(happened).toEqual(['first', 'after first', 'second', 'after second', 'third', 'after third']);
});

test('what is awaited goes before what is not, and the rest in the order it came', async () => {
  const work = new OneByOne();
  const happened: string[] = [];
  const pieces = [
    ['a', 'later'],
    ['b', 'later'],
    ['c', 'awaited'],
    ['d', 'awaited'],
  ] as const;
  await Promise.all(pieces.map(([name, urgency]) => work.do(() => happened.push(name), urgency)));
  expect(happened.join('')).toBe('cdab');
});
