import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/domain/message.ts';
import {
  CATEGORIES,
  CATEGORY_RULES,
  categoryAbout,
  categoryLabel,
  categoryPages,
  categoryWords,
  coarseStatus,
  completeness,
  REPORT_STATUSES,
  SUBSTANCE,
  statusLabel,
  substanceLabel,
} from '../../src/domain/report.ts';
import { createI18n } from '../../src/i18n.ts';
import { day } from '../support/world.ts';

const i18n = createI18n({ strict: true });

describe('categories', () => {
  test('each has its rules, and all are listed once', () => {
    expect([...CATEGORIES].sort()).toEqual(Object.keys(CATEGORY_RULES).sort());
  });

  test.each([true, false])('two pages of seven; in masa tenang (%s) politik uang leads; lain is last', (quiet) => {
    const [one, two] = categoryPages(quiet);
    expect([one.length, two.length]).toEqual([7, 7]);
    expect([...one, ...two].sort()).toEqual([...CATEGORIES].sort());
    expect(one[0] === 'politik_uang').toBe(quiet);
    expect(two.at(-1)).toBe('lain');
  });

  test.each(LANGUAGES)('fit a row of a list in %s', (language) => {
    for (const category of CATEGORIES) {
      expect(i18n.plain(language, categoryLabel(category)).length).toBeLessThanOrEqual(24);
      expect(i18n.plain(language, categoryAbout(category)).length).toBeLessThanOrEqual(72);
    }
  });

  test('a typed word means one category only', () => {
    const words = CATEGORIES.flatMap((category) => [...new Set(i18n.words(categoryWords(category)))]);
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
  });
});

test('a reporter learns neither a verdict nor a sanction from the status', () => {
  expect(REPORT_STATUSES.map((status) => `${status}: ${coarseStatus(status)}`)).toMatchInlineSnapshot(`
    [
      "diterima: diterima",
      "triase: ditelaah",
      "informasi_awal: ditelaah",
      "diarahkan_b1: ditelaah",
      "penelusuran: ditindaklanjuti",
      "kajian_awal: ditelaah",
      "perbaikan: ditelaah",
      "registrasi: ditindaklanjuti",
      "tidak_diregistrasi: ditelaah",
      "klarifikasi: ditindaklanjuti",
      "kajian: ditindaklanjuti",
      "bukan_pelanggaran: ditindaklanjuti",
      "rekomendasi: ditindaklanjuti",
      "pidana: ditindaklanjuti",
      "diteruskan: diteruskan",
      "bap_tim: diteruskan",
      "sanksi: diteruskan",
      "tidak_terbukti: diteruskan",
      "selesai: selesai",
      "dicabut: dicabut",
    ]
  `);
  for (const outcomes of [
    ['registrasi', 'kajian', 'bukan_pelanggaran', 'rekomendasi', 'pidana'],
    ['diteruskan', 'bap_tim', 'sanksi', 'tidak_terbukti'],
  ] as const) {
    expect(new Set(outcomes.map(coarseStatus)).size).toBe(1);
  }
  expect(i18n.plain('id', statusLabel(coarseStatus('sanksi')))).toBe('Diteruskan');
});

describe('what a report still lacks', () => {
  const lacks = (answers: Parameters<typeof completeness>[0]) => {
    const has = completeness(answers);
    return SUBSTANCE.filter((part) => !has[part]).map((part) => i18n.plain('id', substanceLabel(part)));
  };

  test.each([
    [{}, ['waktu', 'tempat', 'uraian kejadian', 'bukti']],
    [{ day: day('2026-11-16'), place: 'Klojen' }, ['uraian kejadian', 'bukti']],
    [
      { day: day('2026-11-16'), place: ' .', account: 'Lurah, ya!', evidence: 0 },
      ['tempat', 'uraian kejadian', 'bukti'],
    ],
    [{ day: day('2026-11-16'), place: 'Klojen', account: 'Lurah membagi amplop ke warga', evidence: 1 }, []],
  ])('%o', (answers, expected) => {
    expect(lacks(answers)).toEqual(expected);
  });
});
