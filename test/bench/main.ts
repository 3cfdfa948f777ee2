/**
 * Measures the service from outside. Prints a table, writes bench-results.json, and ends with 1 when a figure is missed. Needs
 * PostgreSQL at TEST_DATABASE_URL (default: 127.0.0.1:5432, role root) and Linux.
 */
import { readArguments, USAGE } from './arguments.ts';
import { isMet } from './figures/figure.ts';
import { machine } from './machine.ts';
import { printTable, writeResults } from './report.ts';
import { Runs } from './runs.ts';
import { FULL, QUICK } from './settings.ts';

const asked = readArguments(process.argv.slice(2));
if (!asked) {
  process.stderr.write(USAGE);
  process.exit(2);
}
const node = asked.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${asked.profile}`];

const runs = await Runs.open(asked.quick ? QUICK : FULL, node);
process.once('SIGINT', () => void runs.close().then(() => process.exit(130)));
try {
  for (const part of asked.parts) {
    console.error(`… ${part}`);
    await runs[part]();
  }
  const about = machine(runs.postgresVersion);
  for (const [what, value] of Object.entries(about)) console.log(`${what.padEnd(12)}${value}`);
  console.log();
  printTable(runs.figures);
  console.log(`\n${writeResults(about, runs.figures)} written`);
  const missed = runs.figures.filter((figure) => isMet(figure) === false);
  if (missed.length > 0) console.error(`${missed.length} missed`);
  process.exitCode = missed.length > 0 ? 1 : 0;
} finally {
  await runs.close();
}
