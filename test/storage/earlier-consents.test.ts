/** Where the pledges of those stand who agreed before that was written down. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addElections } from '../../src/storage/elections.ts';
import { MIGRATIONS_DIR } from '../../src/storage/migrations.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { remindable } from '../support/remindable.ts';
import { ELECTION } from '../support/world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await addElections(database.db, [ELECTION]);
});
afterAll(() => database.close());

test('it is found out where there is only one possibility', async () => {
  const { db } = database;
  const pledged = [ELECTION.id];
  await remindable(db, 'proven', { pledged });
  await remindable(db, 'waits', { pledged, slot: 'own chat' });
  await remindable(db, 'both', { pledged });
  await remindable(db, 'both', { pledged, slot: 'other chat' });
  await remindable(db, 'none', {});
  await db.pledge.updateMany({ where: { slot: { not: 'verified' } }, data: { status: 'pending' } });
  await db.contact.updateMany({ data: { slot: null } });
  const file = `${MIGRATIONS_DIR}/20261130030100_where_earlier_consents_stand/migration.sql`;
  for (const statement of (await readFile(file, 'utf8')).split(';\n')) {
    if (statement.trim() !== '') await db.$executeRawUnsafe(statement);
  }
  const rows = await db.contact.findMany({ orderBy: { seq: 'asc' } });
  expect(rows.map(({ personId, slot }) => [personId, slot])).toEqual([
    ['p proven', 'verified'],
    ['p waits', 'own chat'],
    ['p both', null],
    ['p both', null],
    ['p none', null],
  ]);
});
