import { expect, test } from 'vitest';
import { officerLetter, readOfficerLetter } from '../../src/domain/officer-letter.ts';

test('a letter comes back with its place', () => {
  const letter = { nth: 3, text: 'Apakah ada saksi?\n{"nth": 1}' };
  expect(readOfficerLetter(officerLetter(letter))).toEqual(letter);
});

test.each(['Apakah ada saksi?', '', '7', 'null', '{"nth": 1}', '{"version":1,"nth":"1","text":"?"}'])(
  'words alone are a letter as well: %s',
  (text) => {
    expect(readOfficerLetter(text)).toEqual({ nth: 0, text });
  },
);
