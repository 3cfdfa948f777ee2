import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUnit, listUnits, newUnitId, UnitExistsError } from '../../src/storage/units.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { KEYS } from '../support/roster-rows.ts';

const DAY = '2026-11-24';
const NOW = Date.parse(`${DAY}T10:03:00+07:00`);
const unit = (name: string, id = newUnitId(NOW)) => ({ id, name, region: 'Kota Contoh', day: DAY });
const CHEAP = { workFactor: 2 };

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
const names = async () => (await listUnits(database.db)).map(({ name }) => name);

test('a unit whose key could not be handed out is not there', async () => {
  class NoPaper extends Error {}
  const handOut = async (): Promise<void> => {
    expect(await names()).toEqual([]);
    throw new NoPaper();
  };
  await expect(createUnit(database.db, KEYS, unit('Bawaslu'), { ...CHEAP, handOut })).rejects.toThrow(NoPaper);
  expect(await names()).toEqual([]);
});

test('of two units of one name that are made at once there is one', async () => {
  // The other one comes while the paper is being printed.
  const other = async (): Promise<void> => {
    await createUnit(database.db, KEYS, unit('Bawaslu'), CHEAP);
  };
  const late = createUnit(database.db, KEYS, unit('Bawaslu'), { ...CHEAP, handOut: other });
  await expect(late).rejects.toThrow(UnitExistsError);
  expect(await names()).toEqual(['Bawaslu']);
  await expect(createUnit(database.db, KEYS, unit('Bawaslu'), CHEAP)).rejects.toThrow(UnitExistsError);
});

test('the unit that was made first stays first, also of one day', async () => {
  for (let n = 1; n <= 12; n += 1) {
    await createUnit(database.db, KEYS, unit(`Panwascam ${n}`, newUnitId(NOW + n)), CHEAP);
  }
  expect(await names()).toEqual(['Bawaslu', ...Array.from({ length: 12 }, (_, n) => `Panwascam ${n + 1}`)]);
});
