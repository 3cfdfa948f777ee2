import { expect, test } from 'vitest';
import { text } from '../src/domain/message.ts';
import { formatDay, formatMoment } from '../src/domain/moment.ts';
import { createI18n, MissingValueError } from '../src/i18n.ts';

const i18n = createI18n({ strict: true });
const person = { name: '<b>Sari</b> & "Budi"', nip: '1', office: 'x' };

test('what was typed is escaped in markup, and stays itself in plain words', () => {
  expect(i18n.markup('id', text('pledge.person_ask', person))).toContain(
    '<b>&lt;b&gt;Sari&lt;/b&gt; &amp; &quot;Budi&quot;</b>',
  );
  expect(i18n.plain('id', text('pledge.person_ask', { ...person, name: 'A & B' }))).toContain('Nama: A & B');
});

test('a value that names another value is not filled in again', () => {
  expect(i18n.markup('id', text('pledge.person_ask', { ...person, name: '{{nip}} $t(menu.ask)' }))).toContain(
    '{{nip}} $t(menu.ask)',
  );
});

test('a missing value is an error in tests', () => {
  expect(() => i18n.markup('id', text('pledge.person_ask'))).toThrow(MissingValueError);
});

test('days and moments in each language, the zone by its Indonesian name', () => {
  const moment = Date.parse('2026-11-24T03:03:00Z');
  expect(formatDay('id', '2026-11-24')).toBe('Selasa, 24 November 2026');
  expect(formatDay('en', '2026-11-24')).toBe('Tuesday, 24 November 2026');
  expect(formatMoment('id', moment, 'Asia/Jakarta')).toBe('24 November 2026 pukul 10.03 WIB');
  expect(formatMoment('id', moment, 'Asia/Makassar')).toBe('24 November 2026 pukul 11.03 WITA');
  expect(formatMoment('en', moment, 'Asia/Jayapura')).toBe('24 November 2026 at 12:03 WIT');
});

test('words of every language are understood whatever the language of the chat', () => {
  expect(i18n.words('command.pledge_words')).toEqual(expect.arrayContaining(['ikrar', 'pledge']));
});
