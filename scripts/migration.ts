/** `npm run migration -- NAME` writes what is missing between the migrations and schema.prisma as a new migration. */
import { mkdir, writeFile } from 'node:fs/promises';
import { Embedded, EmbeddedAdapter } from '../src/storage/embedded.ts';
import { MIGRATIONS_DIR } from '../src/storage/migrations.ts';
import { schemaDiff } from '../src/storage/schema-diff.ts';

const [name] = process.argv.slice(2);
if (!name || !/^[a-z0-9_]{3,60}$/.test(name)) {
  console.error('usage: npm run migration -- what_it_does (lower case, digits and _)');
  process.exit(2);
}
const scratch = new Embedded();
const sql = await schemaDiff(new EmbeddedAdapter(scratch));
if (sql === undefined) {
  console.log('The migrations already add up to schema.prisma.');
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = `${MIGRATIONS_DIR}/${stamp}_${name}`;
  await mkdir(folder);
  await writeFile(`${folder}/migration.sql`, sql);
  console.log(`Wrote ${folder}/migration.sql. Read it before you commit it: it can drop data.`);
}
await scratch.close();
