import { expect, test } from 'vitest';
import { parsePhone } from '../../src/domain/phone.ts';

test.each([
  ['0812-0000-0001', '+6281200000001'],
  ['081200000001', '+6281200000001'],
  ['81200000001', '+6281200000001'],
  ['6281200000001', '+6281200000001'],
  ['+62 812 0000 0001', '+6281200000001'],
  ['(0341) 000001', '+62341000001'],
  ['+14155550100', '+14155550100'],
  ['12', undefined],
  ['tidak ada', undefined],
  ['', undefined],
])('%s is %s', (text, number) => {
  expect(parsePhone(text)).toBe(number);
});
