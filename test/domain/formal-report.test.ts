import { expect, test } from 'vitest';
import { FORMAL_REPORTS, FormalReportError, readFormalReports } from '../../src/domain/formal-report.ts';

test('a limit and the name of a form are read for each kind of election', () => {
  expect(readFormalReports({ ...FORMAL_REPORTS, psu: { form: ' Formulir Contoh ', days: 3 } })).toEqual({
    ...FORMAL_REPORTS,
    psu: { form: 'Formulir Contoh', days: 3 },
  });
});

test.each<readonly [unknown, string]>([
  [{ ...FORMAL_REPORTS, pilkada: { form: '', days: 7 } }, 'pilkada.form is to be a name of 1 to 100 characters'],
  [{ ...FORMAL_REPORTS, psu: { form: 'B.1', days: 0 } }, 'psu.days is to be a whole number from 1 to 366'],
  [{ ...FORMAL_REPORTS, psu: { form: 'B.1', days: '7' } }, 'psu.days is to be a whole number from 1 to 366'],
  [{ ...FORMAL_REPORTS, psu: { form: 'B.1', days: 7, hari: 7 } }, 'psu.hari is not known'],
  [{ ...FORMAL_REPORTS, pileg: { form: 'B.1', days: 7 } }, 'pileg is not known'],
])('%o cannot be meant', (written, says) => {
  expect(() => readFormalReports(written)).toThrow(new FormalReportError(`formal-report.json: ${says}`));
});

test('nothing at all, and all that is missing is named', () => {
  for (const written of [null, 'B.1', {}, []]) {
    expect(() => readFormalReports(written)).toThrow(/pemilu\.form.*pemilu\.days.*pilkada\.form.*psu\.days/);
  }
});
