/**
 * A server as far as storage sees one: holds a data folder and writes all the time, each time two rows in one
 * transaction that must both be there or neither. `node main.ts DATA_DIR`; says `ready`, then `wrote N` after each
 * commit; the line `stop` on standard input ends it in order, and it says `committed N`.
 */
import { createInterface } from 'node:readline';
import { openDatabase } from '../../../src/storage/db.ts';

const [dataDir = ''] = process.argv.slice(2);
const { db, close } = await openDatabase({ dataDir });
let stopping = false;
createInterface({ input: process.stdin }).on('line', (line) => {
  stopping ||= line === 'stop';
});
console.log('ready');
let written = 0;
while (!stopping) {
  const n = written;
  await db.$transaction(async (tx) => {
    await tx.office.create({ data: { id: `left-${n}`, name: `left ${n}` } });
    await tx.office.create({ data: { id: `right-${n}`, name: `right ${n}` } });
  });
  written += 1;
  console.log(`wrote ${written}`);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
await close();
console.log(`committed ${written}`);
process.exit(0);
