/** What `unit` does, on whichever database `environment` names. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parsePassphrase } from '../../src/domain/passphrase.ts';
import { parseIdentity, recipientOf } from '../../src/secrecy/age.ts';
import { fingerprintOf, unwrapUnitKey } from '../../src/secrecy/unit-key.ts';
import { openDatabase, type PrismaClient } from '../../src/storage/db.ts';
import { addElections } from '../../src/storage/elections.ts';
import { sampleElection } from '../../src/storage/trial.ts';
import { listUnits } from '../../src/storage/units.ts';
import { joined, readPdf } from '../documents/read-pdf.ts';
import { type Cli, cliOf } from '../support/cli.ts';
import { KEYS } from '../support/roster-rows.ts';

/** @param environment resolved before the first command runs */
export function unitsWork(environment: () => Promise<Record<string, string>>): void {
  let folder: string;
  let settings: Record<string, string>;
  let cli: Cli;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ikrar-unit-'));
    settings = { DATA_DIR: join(folder, 'data'), ...(await environment()) };
    cli = cliOf(settings);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const at = (name: string): string => join(folder, name);
  const create = (...args: readonly string[]) => cli('unit', 'create', ...args, '--lang', 'en');
  const beside = async <T>(work: (db: PrismaClient) => Promise<T>): Promise<T> => {
    const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir = '' } = settings;
    const { db, close } = await openDatabase({ databaseUrl, dataDir, role: 'command' });
    return work(db).finally(close);
  };
  const names = () => beside(async (db) => (await listUnits(db)).map(({ name }) => name));

  test('without an election the region must be said; nothing is left of a unit that was not made', async () => {
    const refused = await create('Bawaslu Kota Malang', '--out', at('none.pdf'));
    expect(refused).toMatchObject({ code: 1, said: '' });
    expect(refused.complained).toContain('--region');
    expect(existsSync(at('none.pdf'))).toBe(false);
    const listed = await cli('unit', 'list', '--lang', 'en');
    expect(listed).toEqual({
      code: 0,
      said: '',
      complained: 'There is no unit yet, so this service takes no reports.\n',
    });
  });

  test('a unit is made in the region of the open election: its key is on paper, its passphrase on the screen once', async () => {
    await beside((db) => addElections(db, [sampleElection(Date.now())]));
    const made = await create('  Bawaslu   Kota Malang ', '--out', at('sheet.pdf'));
    expect(made).toMatchObject({ code: 0, complained: '' });
    expect(made.said).toContain(
      `Made the unit Bawaslu Kota Malang (Kota Malang). Its private key is in ${at('sheet.pdf')}`,
    );
    expect(statSync(at('sheet.pdf')).mode & 0o777).toBe(0o600);

    const { lines } = readPdf(readFileSync(at('sheet.pdf')));
    const first = lines.indexOf('AGE-SECRET-KEY-1');
    const identity = parseIdentity(lines.slice(first, first + 16).join(''));
    const fingerprint = fingerprintOf(await recipientOf(identity));
    expect(made.said).toContain(`Fingerprint of the key: ${fingerprint}\n`);
    expect(made.said).not.toContain('AGE-SECRET-KEY');
    const shown = made.said.match(/\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b/g) ?? [];
    expect(shown).toHaveLength(1);
    expect(joined(lines)).not.toContain(shown[0]);

    const [unit] = await beside(listUnits);
    const passphrase = parsePassphrase(shown[0] ?? '');
    if (!unit || !passphrase) throw new Error('no unit, or no passphrase');
    expect(await unwrapUnitKey(KEYS, unit, passphrase)).toBe(identity);
    const listed = await cli('unit', 'list', '--lang', 'en');
    expect(listed.said).toMatch(/^Bawaslu Kota Malang {2}Kota Malang {2}([0-9a-f]{4} ){5} \d{4}-\d\d-\d\d\n$/);
    expect(listed.said).toContain(fingerprint);
    expect(listed.complained).toBe('New reports are sealed to Bawaslu Kota Malang.\n');
  });

  test('a name that is taken, and a file that is there, are refused; a second unit takes no reports', async () => {
    const taken = await create('bawaslu kota MALANG', '--out', at('again.pdf'));
    expect(taken).toMatchObject({
      code: 1,
      said: '',
      complained: 'There is a unit called Bawaslu Kota Malang already.\n',
    });
    expect(existsSync(at('again.pdf'))).toBe(false);

    await writeFile(at('kept.pdf'), 'dear to somebody');
    const over = await create('Panwascam Klojen', '--out', at('kept.pdf'));
    expect(over).toMatchObject({ code: 1, said: '' });
    expect(over.complained).toContain('already exists');
    expect(readFileSync(at('kept.pdf'), 'utf8')).toBe('dear to somebody');
    const nowhere = await create('Panwascam Klojen', '--out', at('no/such/folder.pdf'));
    expect(nowhere).toMatchObject({ code: 1, said: '' });
    expect(await names()).toEqual(['Bawaslu Kota Malang']);

    const second = await create('Panwascam Klojen', '--region', 'Kabupaten Malang', '--out', at('second.pdf'));
    expect(second.complained).toBe('New reports are still sealed to Bawaslu Kota Malang, the oldest unit.\n');
    expect(await names()).toEqual(['Bawaslu Kota Malang', 'Panwascam Klojen']);
  });

  test('without a file it makes one where one stands, over no other, and says which', async () => {
    const here = cliOf(settings, '', folder);
    const sheet = at('lembar-pemulihan-panwascam-sukun.pdf');
    await writeFile(sheet, 'dear to somebody');
    const made = await here('unit', 'create', 'Panwascam «Sukun»', '--region', 'Kota Malang', '--lang', 'en');
    expect(made.code).toBe(0);
    const other = at('lembar-pemulihan-panwascam-sukun-2.pdf');
    expect(made.said).toContain(`Its private key is in ${other} only`);
    expect(readFileSync(sheet, 'utf8')).toBe('dear to somebody');
    expect(statSync(other).mode & 0o777).toBe(0o600);
    expect(readPdf(readFileSync(other)).lines).toContain('AGE-SECRET-KEY-1');
    await beside((db) => db.unit.deleteMany({ where: { name: 'Panwascam «Sukun»' } }));
  });

  test.each([
    ['a', 'longer than a line', 'x'.repeat(121), 'is too long.'],
    ['with', 'a colour', 'Bawaslu \u001b[31mMerah', 'must not have characters that cannot be seen.'],
    ['with', 'a line end', 'Bawaslu\nKota', 'must not have characters that cannot be seen.'],
    ['with', 'a mark nobody sees', 'Bawaslu\u200b Kota', 'must not have characters that cannot be seen.'],
    ['with', 'no letters', '123', 'is no name: it has no letters.'],
    ['with', 'nothing', '  ', 'is missing.'],
  ])('a name %s %s is refused', async (_, __, name, reason) => {
    for (const args of [[name], ['Bawaslu Lain', '--region', name]]) {
      const refused = await create(...args, '--out', at('refused.pdf'));
      expect(refused).toMatchObject({ code: 1, said: '' });
      expect(refused.complained).toContain(reason);
    }
    expect(existsSync(at('refused.pdf'))).toBe(false);
  });

  test('a key that somebody changed is named, and its fingerprint is not shown', async () => {
    const units = await beside(listUnits);
    const [first, second] = units;
    if (!first || !second) throw new Error('no units');
    await beside((db) => db.unit.update({ where: { id: second.id }, data: { recipient: first.recipient } }));
    const listed = await cli('unit', 'list', '--lang', 'en');
    expect(listed.code).toBe(1);
    expect(listed.said).toMatch(/Panwascam Klojen +Kabupaten Malang +KEY NOT GENUINE/);
    expect(listed.complained).toContain('find out who changed it');
    await beside((db) => db.unit.update({ where: { id: second.id }, data: { recipient: second.recipient } }));
  });
}
