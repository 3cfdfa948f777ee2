import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parsePassphrase } from '../../src/domain/passphrase.ts';
import { recipientOf } from '../../src/secrecy/age.ts';
import { readIdentityFile } from '../../src/secrecy/identity-file.ts';
import { assertUnit, unwrapUnitKey } from '../../src/secrecy/unit-key.ts';
import { seedTrial } from '../../src/storage/trial.ts';
import { trialUnitKey } from '../../src/storage/trial-unit.ts';
import { listUnits } from '../../src/storage/units.ts';
import { temporaryFolder } from '../documents/support.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { KEYS } from '../support/roster-rows.ts';
import { NOON } from '../support/world.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const file = trialUnitKey(folder.path);
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('the trial has a unit, whose key and passphrase lie in a file that says it is a toy; later starts change neither', async () => {
  // Left by a first start that was interrupted.
  writeFileSync(file, 'half a ke', { mode: 0o644 });
  await seedTrial(database.db, KEYS, NOON, folder.path);
  const units = await listUnits(database.db);
  const [unit] = units;
  if (!unit) throw new Error('no unit');
  expect(units).toMatchObject([{ name: 'Bawaslu Contoh', region: 'Kota Malang' }]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const content = readFileSync(file, 'utf8');
  expect(content).toMatch(/^# .*mainan/);
  const identity = readIdentityFile(content);
  expect(await recipientOf(identity)).toBe(assertUnit(KEYS, unit));
  const passphrase = parsePassphrase(/sandi kunci: (.*)/.exec(content)?.[1] ?? '');
  if (!passphrase) throw new Error('no passphrase');
  expect(await unwrapUnitKey(KEYS, unit, passphrase)).toBe(identity);

  await seedTrial(database.db, KEYS, NOON, folder.path);
  expect(await listUnits(database.db)).toEqual(units);
  expect(readFileSync(file, 'utf8')).toBe(content);
});
