import { expect, test } from 'vitest';
import { afterClose } from '../../../src/channels/whatsapp/closing.ts';

test.each([
  [515, 'at once'],
  [408, 'later'],
  [428, 'later'],
  [503, 'later'],
  [undefined, 'later'],
  [440, 'stop'],
  [402, 'stop'],
  [403, 'stop'],
  [405, 'stop'],
  [406, 'stop'],
  [409, 'stop'],
  [411, 'stop'],
  [500, 'stop'],
  [401, 'unpaired'],
] as const)('after %s: %s', (code, next) => {
  expect(afterClose(code)).toBe(next);
});
