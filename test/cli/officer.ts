/** An officer at a terminal with one report: what the parts of its tests hand on to each other. */
import type { Cli } from '../support/cli.ts';
import type { TestDatabase } from '../support/database.ts';
import type { Reporting } from '../support/reporting.ts';

export interface Stage {
  readonly database: TestDatabase;
  /** Settings that lead a command to the same database. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Read when a test runs: before that there is none. */
export interface Officer {
  readonly stage: Stage;
  readonly desk: Reporting;
  readonly settings: Record<string, string>;
  readonly cli: Cli;
  /** Of the report, as its reporter has it. */
  readonly code: string;
  readonly id: string;
  /** A path in the folder of these tests, and what stands in a file there. */
  at(...names: readonly string[]): string;
  text(...names: readonly string[]): string;
  report(...args: readonly string[]): ReturnType<Cli>;
}

export const ACCOUNT = 'Camat membagi <kaus> di balai desa.\nStatus: Selesai\n\u202eTerbalik & "dikutip"';
export const LINK = 'https://contoh.test/unggahan/1';
