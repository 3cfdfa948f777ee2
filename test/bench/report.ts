/** The table a person reads, and the file a machine does. */
import { writeFileSync } from 'node:fs';
import { type Figure, isMet } from './figures/figure.ts';

const FILE = 'bench-results.json';

export function printTable(figures: readonly Figure[]): void {
  const rows = figures.map((figure) => [
    figure.name,
    `${digits(figure.value)} ${figure.unit}`.trim(),
    wanted(figure),
    { true: 'ok', false: 'MISSED', undefined: '' }[`${isMet(figure)}`] ?? '',
    figure.note ?? '',
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    console.log(
      row.map((cell, n) => (n === 1 ? cell.padStart(widths[n] ?? 0) : cell.padEnd(widths[n] ?? 0))).join('  '),
    );
  }
}

/** Writes the figures beside package.json; returns the file's name. */
export function writeResults(machine: Readonly<Record<string, string>>, figures: readonly Figure[]): string {
  const results = { at: new Date().toISOString(), machine, figures };
  writeFileSync(new URL(`../../${FILE}`, import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
  return FILE;
}

const digits = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 1));

function wanted({ atMost, atLeast }: Figure): string {
  if (atMost === undefined) return atLeast === undefined ? '' : `≥ ${atLeast}`;
  return atLeast === undefined ? `≤ ${atMost}` : `${atLeast}–${atMost}`;
}
