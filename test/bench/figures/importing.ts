/** How long the operator waits for a roster: the real command, from a file to the database. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE_OFFICES } from '../../../src/domain/region.ts';
import { syntheticPeople } from '../../../src/domain/synthetic.ts';
import type { BenchDatabase } from '../databases.ts';
import { runCommand } from '../processes.ts';
import { ROOT_SECRET, type Stage } from '../stage.ts';
import type { Figure } from './figure.ts';

const SEED = 1945;
const MOST_SECONDS = 15;

export async function importing(
  stage: Stage,
  { url, db }: BenchDatabase,
  { rows }: { rows: number },
): Promise<readonly Figure[]> {
  const file = join(stage.folder, 'roster.csv');
  writeFileSync(file, csv(rows));
  const took = await runCommand('roster', {
    args: ['import', file],
    environment: { DATABASE_URL: url, IKRAR_SECRET: ROOT_SECRET, DATA_DIR: join(stage.folder, 'data-roster') },
    log: stage.log('roster'),
  });
  const name = `PostgreSQL: ${rows.toLocaleString('en')} roster rows imported`;
  return [
    { name, value: took / 1000, unit: 's', atMost: MOST_SECONDS },
    { name: `${name}: people then in the roster`, value: await db.person.count(), unit: '', atLeast: rows },
  ];
}

/** With the columns that a roster can have; the name of an office may have commas in it. */
function csv(rows: number): string {
  const people = [...syntheticPeople(SEED, rows, SAMPLE_OFFICES)].map(({ nip, name, office, phone = '', code = '' }) =>
    [nip, name, office, phone, code].map((cell) => `"${cell}"`).join(),
  );
  return ['NIP,Nama,OPD,No. HP,Kode aktivasi', ...people].join('\n');
}
