import { expect, test } from 'vitest';
import { Terminal } from '../../src/cli/shared/terminal.ts';
import { createI18n } from '../../src/i18n.ts';

function progress(total: number, live: boolean): string {
  let complained = '';
  const err = (words: string): void => {
    complained += words;
  };
  const tell = new Terminal(createI18n(), 'en', { out: expect.unreachable, err, live }).progress(total);
  for (let done = 500; done < total; done += 500) tell(done);
  tell(total);
  return complained;
}

test('on a terminal progress is one line that changes', () => {
  expect(progress(1_200, true)).toBe('\r500 of 1,200 rows\r1,000 of 1,200 rows\r1,200 of 1,200 rows\n');
});

test('elsewhere progress is a line now and then, and one at the end', () => {
  expect(progress(4_700, false)).toBe('2,000 of 4,700 rows\n4,000 of 4,700 rows\n4,700 of 4,700 rows\n');
  expect(progress(1, false)).toBe('1 of 1 row\n');
});
