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

test('a message inside a message is escaped once', () => {
  const inner = text('certificate.document', { title: 'A & B', count: 1 });
  const words = (rows: typeof inner) => text('cli.progress', { done: 1, rows });
  expect(i18n.markup('en', words(inner))).toBe('1 of A &amp; B, 1 point');
  expect(i18n.plain('en', words(inner))).toBe('1 of A & B, 1 point');
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

test('quantities are grouped as the language does it, and English has its plural', () => {
  const rows = (count: number) => text('cli.progress', { done: 2000, rows: text('cli.rows', { count }) });
  expect(i18n.plain('id', rows(12_345))).toBe('2.000 dari 12.345 baris');
  expect(i18n.plain('en', rows(12_345))).toBe('2,000 of 12,345 rows');
  expect(i18n.plain('en', text('cli.rows', { count: 1 }))).toBe('1 row');
  expect(i18n.plain('en', text('cli.rows', { count: 0 }))).toBe('0 rows');
  expect(i18n.plain('id', text('cli.rows', { count: 1 }))).toBe('1 baris');
});

test('what only names a thing is not grouped', () => {
  const port = text('start.port_taken', { port: '30000' });
  expect(i18n.plain('id', port)).toContain('Port 30000 ');
});

test('words of every language are understood whatever the language of the chat', () => {
  expect(i18n.words('command.pledge_words')).toEqual(expect.arrayContaining(['ikrar', 'pledge']));
});
