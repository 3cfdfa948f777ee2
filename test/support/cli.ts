/** Runs commands as an operator does: within the test's process, or as one of their own. */
import { DOCUMENT } from '../../src/cli/document/command.ts';
import { ELECTION } from '../../src/cli/election/command.ts';
import { PLEDGE } from '../../src/cli/pledge/command.ts';
import { REMINDERS } from '../../src/cli/reminders/command.ts';
import { REPORT } from '../../src/cli/report/command.ts';
import { ROSTER } from '../../src/cli/roster/command.ts';
import { perform } from '../../src/cli/shared/command.ts';
import { TIDY } from '../../src/cli/tidy/command.ts';
import { UNIT } from '../../src/cli/unit/command.ts';
import { VERIFY } from '../../src/cli/verify/command.ts';
import { Child } from './child.ts';
import { ROOT } from './roster-rows.ts';

const COMMANDS = {
  document: DOCUMENT,
  election: ELECTION,
  pledge: PLEDGE,
  reminders: REMINDERS,
  report: REPORT,
  roster: ROSTER,
  tidy: TIDY,
  unit: UNIT,
  verify: VERIFY,
};

export interface Ran {
  readonly code: number | null;
  /** Standard output, and standard error. */
  readonly said: string;
  readonly complained: string;
}

export type Cli = (command: keyof typeof COMMANDS, ...args: readonly string[]) => Promise<Ran>;
type Environment = Readonly<Record<string, string>>;

const settings = (environment: Environment): Environment => ({ IKRAR_SECRET: ROOT, NODE_ENV: 'test', ...environment });

/**
 * Commands of one deployment: `cli('roster', 'import', file)`. `piped`: what stands on their standard input; `folder`: where
 * whoever calls them stands.
 */
export const cliOf =
  (environment: Environment, piped = '', folder?: string): Cli =>
  async (command, ...args) => {
    let said = '';
    let complained = '';
    const output = {
      out: (words: string) => {
        said += words;
      },
      err: (words: string) => {
        complained += words;
      },
      live: false,
    };
    const input = { live: false, all: async () => piped, secret: async () => piped };
    const here = folder === undefined ? {} : { folder };
    const code = await perform(COMMANDS[command], { args, environment: settings(environment), output, input, ...here });
    return { code, said, complained };
  };

/** The same, each in a process of its own. */
export const processesOf =
  (environment: Environment, piped = ''): Cli =>
  async (command, ...args) => {
    const child = new Child(`src/cli/${command}.ts`, args, settings(environment));
    child.process.stdin?.end(piped);
    const { code } = await child.ended;
    return { code, said: child.lines.map((line) => `${line}\n`).join(''), complained: child.errors };
  };
