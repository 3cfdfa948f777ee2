import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { LANGUAGES } from '../src/domain/message.ts';
import { createI18n } from '../src/i18n.ts';
import { SigningError, type SigningFault } from '../src/secrecy/signing-error.ts';
import { MigrationError } from '../src/storage/migrate.ts';
import { trialUnitKey } from '../src/storage/trial-unit.ts';
import { failureLines, startLines } from '../src/terminal.ts';

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

test.each(LANGUAGES)(
  'trial mode says where its root secret and the key of its unit are, once there is one: %s',
  (language) => {
    const folder = mkdtempSync(join(tmpdir(), 'ikrar-terminal-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const lines = (environment: Record<string, string> = {}): readonly string[] =>
      startLines(readConfig({ DATA_DIR: folder, ...environment }), 'http://localhost:3000', false, (message) =>
        i18n.plain(language, message),
      );
    const key = trialUnitKey(folder);
    expect(lines().filter((line) => line.includes(join(folder, 'secret')))).toHaveLength(1);
    expect(lines().filter((line) => line.includes(key))).toEqual([]);
    writeFileSync(key, '');
    const said = lines().filter((line) => line.includes(key));
    expect(said).toEqual([i18n.plain(language, { key: 'start.unit_key', values: { file: key } })]);
    // Another database has another unit, whose key is not here.
    expect(lines({ DATABASE_URL: 'postgresql://ikrar@db/ikrar' }).join()).not.toContain(key);
  },
);
