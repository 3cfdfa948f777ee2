import { expect, test } from 'vitest';
import { LANGUAGES } from '../src/domain/message.ts';
import { createI18n } from '../src/i18n.ts';
import { SigningError, type SigningFault } from '../src/secrecy/signing-error.ts';
import { MigrationError } from '../src/storage/migrate.ts';
import { failureLines } from '../src/terminal.ts';

const i18n = createI18n({ strict: true });

const SIGNING: Readonly<Record<SigningFault, SigningError>> = {
  other_root: new SigningError('other_root', { file: 'keys/pdf.p12' }),
  no_key: new SigningError('no_key', { file: 'keys/ed25519.pem' }),
  p12_unreadable: new SigningError('p12_unreadable'),
  p12_closed: new SigningError('p12_closed'),
  p12_without_key: new SigningError('p12_without_key'),
  p12_without_certificate: new SigningError('p12_without_certificate'),
  p12_expired: new SigningError('p12_expired', { until: '2026-11-24' }),
};

test.each(Object.entries(SIGNING))('why signing keys cannot be used is said in one language: %s', (_, error) => {
  for (const language of LANGUAGES) {
    const lines = failureLines(error, 3000, (message) => i18n.plain(language, message));
    expect(lines).toHaveLength(1);
    expect(lines.join()).toMatch(/SIGNING_P12|keys\//);
    expect(lines.join()).not.toContain(error.message);
  }
});

test.each(['half', 'refused', 'server'] as const)('why a database is not brought up to date too: %s', (fault) => {
  const error = new MigrationError(fault, { migration: '20261122043157_init' });
  for (const language of LANGUAGES) {
    const [line] = failureLines(error, 3000, (message) => i18n.plain(language, message));
    expect(line).not.toContain(error.message);
    expect(line?.includes('20261122043157_init')).toBe(fault === 'half');
  }
});

test('the day a certificate expired is written as the language does', () => {
  const [line] = failureLines(SIGNING.p12_expired, 3000, (message) => i18n.plain('id', message));
  expect(line).toContain('Selasa, 24 November 2026');
});
