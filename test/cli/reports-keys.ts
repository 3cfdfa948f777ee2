/** With which keys a report opens, and with which it does not: a sequel to reports.ts. */
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makeIdentity, recipientOf } from '../../src/secrecy/age.ts';
import { identityFile } from '../../src/secrecy/identity-file.ts';
import { fingerprintOf } from '../../src/secrecy/unit-key.ts';
import { cliOf } from '../support/cli.ts';
import type { Officer } from './officer.ts';

export function reportKeys(officer: Officer): void {
  const { at, text, report } = officer;

  test('the key in the database opens it too, with the passphrase of the unit', async () => {
    const { desk, settings, id } = officer;
    const wrong = await cliOf(settings, 'K7QM-2XPD-9RTN-4HVE')(
      'report',
      'export',
      id,
      '--passphrase',
      '--out',
      at('no'),
    );
    expect(wrong).toMatchObject({ code: 1, said: '', complained: 'Kata sandi itu tidak membuka kunci unit ini.\n' });
    const none = await cliOf(settings, 'rahasia')('report', 'export', id, '--passphrase', '--out', at('no'));
    expect(none.complained).toContain('Itu bukan kata sandi kunci.');
    const right = cliOf(settings, `${desk.passphrase.toLowerCase()}\n`);
    expect(await right('report', 'export', id, '--passphrase', '--out', at('pass'))).toMatchObject({ code: 0 });
    expect(text('pass', 'laporan.json')).toBe(text('open', 'laporan.json'));
    expect(existsSync(at('no'))).toBe(false);
  });

  test('another key is said to be another, and what is no key to be none; nothing is written', async () => {
    const { desk, id } = officer;
    const other = await makeIdentity();
    writeFileSync(at('lain.txt'), identityFile(other, []));
    writeFileSync(at('bukan.txt'), 'rahasia\n');
    const refused = await report('export', id, '--identity', at('lain.txt'), '--out', at('no'));
    expect(refused).toMatchObject({ code: 1, said: '' });
    expect(refused.complained).toBe(
      `This key is not that of Bawaslu Contoh. Fingerprint of this key: ${fingerprintOf(await recipientOf(other))}. ` +
        `Fingerprint of the unit's: ${fingerprintOf(await recipientOf(desk.identity))}.\n`,
    );
    const none = await report('export', id, '--identity', at('bukan.txt'), '--out', at('no'));
    expect(none).toMatchObject({ code: 1, said: '' });
    expect(none.complained).toContain('AGE-SECRET-KEY-1');
    const gone = await report('export', id, '--identity', at('nowhere.txt'), '--out', at('no'));
    expect(gone.complained).toContain('No such file');
    const unknown = await report('export', 'x', '--identity', at('kunci.txt'), '--out', at('no'));
    expect(unknown.complained).toBe('There is no report with the ID x.\n');
    expect(existsSync(at('no'))).toBe(false);
    const there = await report('export', id, '--identity', at('kunci.txt'), '--out', at('open'));
    expect(there).toMatchObject({ code: 1, said: '' });
    expect(there.complained).toContain('already exists');
    expect(readdirSync(at('open'))).toHaveLength(8);
  });

  test('sealed it takes no key, and names each piece as the report does', async () => {
    const { stage, id } = officer;
    const sealed = await report('export', id, '--sealed', '--out', at('sealed'));
    expect(sealed).toMatchObject({ code: 0, complained: '' });
    const pieces = await stage.database.db.evidence.findMany();
    expect(readdirSync(at('sealed')).sort()).toEqual(
      [
        'laporan.age',
        'petunjuk.txt',
        'surat-01.age',
        'surat-02.age',
        ...pieces.map((one) => `bukti-${one.id}.age`),
      ].sort(),
    );
    expect(text('sealed', 'petunjuk.txt')).toContain('age -d -i kunci.txt -o laporan.json laporan.age');
    for (const name of readdirSync(at('sealed'))) {
      expect(statSync(at('sealed', name)).mode & 0o777, name).toBe(0o600);
      if (name.endsWith('.age')) expect(text('sealed', name)).toMatch(/^age-encryption\.org\/v1\n-> X25519 /);
    }
  });

  test('with the root secret lost it is listed, exported sealed and opened with the key on paper; the passphrase needs it', async () => {
    const { stage, desk, settings, id } = officer;
    const lost = cliOf({ ...stage.settings, IKRAR_SECRET: '' });
    expect((await lost('report', 'list')).said).toContain(id);
    expect(await lost('report', 'export', id, '--sealed', '--out', at('lost-sealed'))).toMatchObject({ code: 0 });
    expect(readFileSync(at('lost-sealed', 'laporan.age')).equals(readFileSync(at('sealed', 'laporan.age')))).toBe(true);
    expect(readdirSync(at('lost-sealed'))).toEqual(readdirSync(at('sealed')));
    const opened = await lost('report', 'export', id, '--identity', at('kunci.txt'), '--out', at('lost'));
    expect(opened).toMatchObject({ code: 0, complained: '' });
    expect(text('lost', 'laporan.json')).toBe(text('open', 'laporan.json'));
    const another = cliOf({ ...settings, IKRAR_SECRET: 'another root secret that nobody ever used' }, desk.passphrase);
    const refused = await another('report', 'export', id, '--passphrase', '--out', at('no'), '--lang', 'en');
    expect(refused).toMatchObject({ code: 1, said: '' });
    expect(refused.complained).toContain('IKRAR_SECRET');
    expect(existsSync(at('no'))).toBe(false);
  });
}
