/** Errors quote what they were given; a log line says only what kind of error it was, and where. */
import { expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';

const MARK = 'Sari 198603222010012001';

function logged(error: unknown): string {
  const lines: string[] = [];
  createLog('trace', { write: (line) => void lines.push(line) }).warn({ err: error }, 'something failed');
  return lines.join('');
}

function changed(): Error {
  const error = new Error(`first ${MARK}\n    at ${MARK} (file:///a.ts:1:2)\nand more`);
  error.message = 'then something else';
  return error;
}

test.each([
  ['in a line', new Error(`cannot send «${MARK}»`)],
  ['in a line of its own', new Error(`cannot send\n${MARK}`)],
  ['in a line that looks like a place in the code', new Error(`«halo\n    at ${MARK} (file:///a.ts:1:2)\n»`)],
  ['at its end', new Error(`«halo\n    at ${MARK} (file:///a.ts:1:2)`)],
  ['in its cause', new Error('outer', { cause: new Error(`cannot send\n    at ${MARK}`) })],
  ['in a message that was changed later', changed()],
  ['thrown as it is', MARK],
  ['thrown as an object', { message: MARK }],
])('an error that quotes a person %s', (_, error) => {
  const line = logged(error);
  expect(line).toContain('something failed');
  expect(line).not.toContain('Sari');
  expect(line).not.toContain('1986');
});

test('a log line says where', () => {
  expect(logged(new TypeError(`«${MARK}»`))).toMatch(/"kind":"TypeError","at":"at .*log\.test\.ts:\d+:\d+/);
});
