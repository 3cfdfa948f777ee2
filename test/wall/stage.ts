/** Where witnesses are played: a database whose every row is kept, a messenger that knows people, a log of everything. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendError } from '../../src/channels/channel.ts';
import { createLog } from '../../src/log.ts';
import { embeddedDatabase, onPostgres, postgresDatabase, type TestDatabase } from '../support/database.ts';
import { Reporting } from '../support/reporting.ts';
import { fillDatabase } from '../support/roster.ts';
import { EPOCHS } from '../support/shell.ts';
import { MarkedBox } from './box.ts';
import { keepHistory } from './history.ts';
import { acts, type Path } from './paths.ts';
import { Witness } from './witness.ts';

export interface Stage<Name extends string> {
  readonly database: TestDatabase;
  /** Of the embedded database. */
  readonly folder: string | undefined;
  readonly desk: Reporting;
  readonly box: MarkedBox;
  /** What was logged, down to the finest. */
  readonly lines: readonly string[];
  readonly everybody: readonly Witness[];
  /** Who plays a path. */
  who(name: Name): Witness;
  /** Plays the next act of everybody. */
  next(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The platform refuses the first message of all, and every tenth goes out at the second try only; with errors that quote whom
 * it was for, as those of libraries do.
 */
function oftenFailing(box: MarkedBox): (to: string) => void {
  let sent = 0;
  return (to) => {
    sent += 1;
    const cause = new Error(`cannot send to ${to} ${box.known.get(to)?.displayName}`);
    if (sent === 1) throw new SendError({ kind: 'rejected', code: 400 }, { cause });
    if (sent % 10 === 0) throw new SendError({ kind: 'retry', waitMs: 1, everybody: false }, { cause });
  };
}

/** A witness for each of these paths. */
export async function openStage<Name extends string>(paths: Readonly<Record<Name, Path>>): Promise<Stage<Name>> {
  // Test files share a process, and so its hours: those of another file, whose clock may be ahead, are none of this stage.
  for (const name of readdirSync(EPOCHS)) rmSync(join(EPOCHS, name));
  const folder = onPostgres ? undefined : mkdtempSync(join(tmpdir(), 'ikrar-wall-'));
  const database = folder === undefined ? await postgresDatabase() : await embeddedDatabase(join(folder, 'pglite'));
  await fillDatabase(database.db);
  await keepHistory(database.db);
  const lines: string[] = [];
  const log = createLog('trace', { write: (line) => void lines.push(line) });
  const box = new MarkedBox();
  box.beforeSend = oftenFailing(box);
  const desk = await Reporting.open(database, { box, log });
  const caller = new Witness(desk, box, 999);
  await caller.says('/mulai');
  const named = Object.entries<Path>(paths).map(([name, path], n) => ({ name, path, who: new Witness(desk, box, n) }));
  return {
    database,
    folder,
    desk,
    box,
    lines,
    everybody: [caller, ...named.map(({ who }) => who)],
    who: (wanted) => {
      const found = named.find(({ name }) => name === wanted);
      if (!found) throw new Error(`nobody plays ${wanted}`);
      return found.who;
    },
    next: acts(named.map(({ path, who }) => [path, who])),
    close: async () => {
      await desk.close();
      await database.close();
      if (folder !== undefined) rmSync(folder, { recursive: true });
    },
  };
}
