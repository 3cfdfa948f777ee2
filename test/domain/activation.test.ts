import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  activationCodeOf,
  looksLikeActivationCode,
  parseActivationCode,
  showActivationCode,
} from '../../src/domain/activation.ts';

test.each([
  ['k7qm-2xpd', 'K7QM2XPD'],
  [' K7QM 2XPD ', 'K7QM2XPD'],
  ['KO1l-I234', 'K0111234'],
  ['K7QM2XP', undefined],
  ['K7QM2XPDD', undefined],
  ['K7QM2XPU', undefined],
  ['', undefined],
])('%s is %s', (typed, code) => {
  expect(parseActivationCode(typed)).toBe(code);
});

test.each([
  ['K7QM-2XP', true],
  ['k7qm2xpdd', true],
  ['K7QM 2XPU', true],
  ['KQXM-RXPU', true],
  ['\u200eK7QM–2XPÀ', false],
  ['\u200eK7QM–2XP', true],
  ['belum ada', false],
  ['saya tidak tahu', false],
  ['tolong', false],
  ['12', false],
  ['198603222010012001', false],
  ['', false],
])('%s was meant to be a code: %s', (typed, meant) => {
  expect(looksLikeActivationCode(typed)).toBe(meant);
});

test('a code survives being shown and typed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (bytes) => {
      const code = activationCodeOf(bytes);
      expect(parseActivationCode(showActivationCode(code).toLowerCase())).toBe(code);
    }),
  );
});
