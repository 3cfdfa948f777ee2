import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { qrCode } from '../../src/documents/qr.ts';
import { drawRecoverySheet, type RecoverySheet } from '../../src/documents/recovery-sheet.ts';
import { LANGUAGES, type Language, text } from '../../src/domain/message.ts';
import { makeIdentity, recipientOf } from '../../src/secrecy/age.ts';
import { fingerprintOf } from '../../src/secrecy/unit-key.ts';
import { joined, readPdf } from './read-pdf.ts';
import { i18n } from './support.ts';

const identity = await makeIdentity();
const SHEET: RecoverySheet = {
  name: 'Bawaslu Kota Contoh',
  region: 'Kota Contoh',
  identity,
  fingerprint: fingerprintOf(await recipientOf(identity)),
  made: '2026-11-24',
};
const draw = (language: Language, changes: Partial<RecoverySheet> = {}): Promise<Buffer> =>
  drawRecoverySheet({ ...SHEET, ...changes }, language, (message) => i18n.plain(language, message));

test.each(LANGUAGES)('the sheet in %s has the key, its fingerprint, and every word of what to do', async (language) => {
  const { lines, objects } = readPdf(await draw(language));
  const first = lines.indexOf('AGE-SECRET-KEY-1');
  expect(lines.slice(first, first + 16).join('')).toBe(identity);
  const read = joined(lines);
  for (const words of [SHEET.name, SHEET.region, SHEET.fingerprint, 'age -d -i kunci.txt'])
    expect(read).toContain(words);
  for (const key of [
    'unit.sheet_warning',
    'unit.sheet_step_1',
    'unit.sheet_step_4',
    'unit.sheet_passphrase_why',
    'unit.sheet_open_command',
    'unit.sheet_open_3',
  ] as const) {
    expect(read).toContain(i18n.plain(language, text(key)));
  }
  expect([...objects.values()].find((one) => one.includes('/Type /Pages'))).toMatch(/\/Count 1\b/);
});

test('the code on the sheet is the key', async () => {
  const pdf = (await draw('id')).toString('latin1');
  const drawn = [...pdf.matchAll(/stream\n(.*?)\nendstream/gs)]
    .map(([, packed = '']) => Buffer.from(packed, 'latin1'))
    .map((packed) => (packed[0] === 0x78 ? inflateSync(packed) : packed).toString('latin1'))
    .find((content) => content.includes(' 1 re'));
  const squares = qrCode(identity).runs.map((run) => `${run.x} ${run.y} ${run.length} 1 re`);
  expect(drawn?.match(/\d+ \d+ \d+ 1 re/g)).toEqual(squares);
});

test.each(LANGUAGES)('names of any length stay on the page, in %s', async (language) => {
  const name = 'Badan Pengawas Pemilihan Umum Kabupaten yang Namanya Panjang Sekali '.repeat(3).trim();
  const { lines, places } = readPdf(await draw(language, { name, region: name }));
  expect(joined(lines)).toContain(name);
  expect(Math.min(...places.map(([, y]) => y))).toBeGreaterThan(36);
  expect(Math.max(...places.map(([, y]) => y))).toBeLessThan(842 - 36);
});

test('a letter that the font lacks is no reason to fail, and a reading voice gets the key in one piece', async () => {
  const { lines, objects } = readPdf(await draw('id', { name: 'Panwaslih 漢 Aceh' }));
  expect(joined(lines)).toContain('Panwaslih ? Aceh');
  expect([...objects.values()].filter((one) => one.includes(`/ActualText (${identity})`))).toHaveLength(1);
});
