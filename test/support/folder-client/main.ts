/** A command that stops in the middle of a transaction: says `inside`, and waits to be killed. */
import { openDatabase } from '../../../src/storage/db.ts';

const [dataDir = ''] = process.argv.slice(2);
const { db } = await openDatabase({ dataDir, role: 'command' });
await db.$transaction(async (tx) => {
  await tx.lease.create({ data: { name: 'undone', holder: 'x', until: new Date(0) } });
  console.log('inside');
  await new Promise(() => setInterval(() => {}, 1000));
});
