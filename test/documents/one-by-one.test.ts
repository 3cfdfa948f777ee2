import { expect, test } from 'vitest';
import { OneByOne } from '../../src/documents/one-by-one.ts';

test('pieces are done one after another, whatever becomes of each, and others come in between', async () => {
  const work = new OneByOne();
  const happened: string[] = [];
  const does = (name: string) => () => {
    happened.push(name);
    // Whatever else the process has to do now.
    setImmediate(() => happened.push(`after ${name}`));
    if (name === 'second') throw new RangeError(name);
    return name;
  };
  const done = ['first', 'second', 'third'].map((name) => work.do(does(name)));
  const results = await Promise.allSettled(done);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(happened).toEqual(['first', 'after first', 'second', 'after second', 'third']);
});
