/**
 * Measures the service from outside: `npm run bench [-- --quick] [--only postgres,starts] [--profile folder]`. Prints a
 * table and writes bench-results.json. Needs PostgreSQL at TEST_DATABASE_URL (default: 127.0.0.1:5432, role root) and Linux.
 */
import { parseArgs } from 'node:util';
import { machine } from './machine.ts';
import { printTable, writeResults } from './report.ts';
import { Runs } from './runs.ts';
import { FULL, PARTS, QUICK } from './settings.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: PARTS.join() },
    /** Where the service's profiles (--cpu-prof) go; figures are then not to be trusted. */
    profile: { type: 'string' },
  },
});
const parts = PARTS.filter((part) => values.only.split(',').includes(part));
const node = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];

const runs = await Runs.open(values.quick ? QUICK : FULL, node);
process.once('SIGINT', () => void runs.close().then(() => process.exit(130)));
try {
  for (const part of parts) {
    console.error(`… ${part}`);
    await runs[part]();
  }
  const about = machine(runs.postgresVersion);
  for (const [what, value] of Object.entries(about)) console.log(`${what.padEnd(12)}${value}`);
  console.log();
  printTable(runs.figures);
  console.log(`\n${writeResults(about, runs.figures)} written`);
} finally {
  await runs.close();
}
