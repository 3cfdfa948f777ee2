import { expect, test } from 'vitest';
import { Embedded, EmbeddedAdapter } from '../../src/storage/embedded.ts';
import { MigrationError, migrate } from '../../src/storage/migrate.ts';
import { migrationNames } from '../../src/storage/migrations.ts';
import { schemaDiff } from '../../src/storage/schema-diff.ts';

test('the migrations add up to schema.prisma', async () => {
  const scratch = new Embedded();
  expect(await schemaDiff(new EmbeddedAdapter(scratch))).toBeUndefined();
  await scratch.close();
});

test('migrating applies every migration, and a second time nothing', async () => {
  const embedded = new Embedded();
  const adapter = new EmbeddedAdapter(embedded);
  expect(await migrate(adapter, { alone: true })).toEqual(await migrationNames());
  expect(await migrate(adapter, { alone: true })).toEqual([]);
  await embedded.close();
});

test('a migration that began and did not end is named, and nothing is applied over it', async () => {
  const embedded = new Embedded();
  const adapter = new EmbeddedAdapter(embedded);
  await migrate(adapter, { alone: true });
  await embedded.exec('UPDATE _prisma_migrations SET finished_at = NULL');
  const [first = ''] = await migrationNames();
  await expect(migrate(adapter, { alone: true })).rejects.toThrow(MigrationError);
  await expect(migrate(adapter, { alone: true })).rejects.toThrow(first);
  await embedded.close();
});

test('a script that fails is an error, and leaves nothing behind', async () => {
  const embedded = new Embedded();
  const adapter = await new EmbeddedAdapter(embedded).connect();
  await expect(adapter.executeScript('CREATE TABLE half (a int); SELECT nonsense')).rejects.toThrow(/nonsense/);
  const { rows } = await embedded.query("SELECT to_regclass('half') AS half");
  expect(rows).toEqual([{ half: null }]);
  await embedded.close();
});
