import type { Db } from './db.ts';
import { migrationNames } from './migrations.ts';

/** Whether a version later than this one has changed the database. */
export async function isNewer(db: Db): Promise<boolean> {
  const known = new Set(await migrationNames());
  const applied = await db.$queryRaw<{ name: string }[]>`SELECT migration_name AS name FROM _prisma_migrations`;
  return applied.some(({ name }) => !known.has(name));
}
