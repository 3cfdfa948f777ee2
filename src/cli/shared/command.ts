/** The frame of every command: its words, its settings, its database, and how it ends. */
import { type Config, readConfig } from '../../config.ts';
import { LANGUAGES, type Language, type MessageKey, text } from '../../domain/message.ts';
import { createI18n } from '../../i18n.ts';
import { createLog } from '../../log.ts';
import type { Keys } from '../../secrecy/keys.ts';
import { trialSecret } from '../../secrecy/root-secret.ts';
import { SealError } from '../../secrecy/seal.ts';
import type { PrismaClient } from '../../storage/db.ts';
import { explain, UsageError } from './errors.ts';
import { type Input, NO_INPUT, standardInput } from './input.ts';
import { type Output, Terminal } from './terminal.ts';

/** 0: done. 1: it could not be done, or not all of it. 2: called wrongly. */
export type ExitCode = 0 | 1 | 2;

/** What a command works with that needs no root secret: reports outlive it. */
export interface Archive {
  readonly terminal: Terminal;
  readonly config: Config;
  readonly db: PrismaClient;
  /** The embedded database, opened by this command: no service works on it. */
  readonly alone: boolean;
}

/** What a command works with. */
export interface Desk extends Archive {
  readonly keys: Keys;
}

export interface Action {
  /** Works on the arguments behind the action's name; opens the database only when those are right. */
  run(args: readonly string[], tools: Tools): Promise<ExitCode>;
}

export interface Tools {
  readonly terminal: Terminal;
  readonly config: Config;
  readonly input: Input;
  /** Where whoever calls it stands: what it writes without being told where is put there. */
  readonly folder: string;
  /** Opens the database for the time of `work`: a running server's, or the folder itself. */
  withDesk<T>(work: (desk: Desk) => Promise<T>): Promise<T>;
  /** The same without the root secret, which may be lost or another one: nothing may be written then. */
  withArchive<T>(work: (archive: Archive) => Promise<T>): Promise<T>;
}

/** A command of the operator's: `npm run roster`. */
export type Command = {
  /** How it is called. */
  readonly usage: MessageKey;
} & (
  | {
      /** By the first word: `import`, `codes`. */
      readonly actions: Readonly<Record<string, Action>>;
    }
  /** A command that does one thing: all words are its arguments. */
  | { readonly action: Action }
);

/** What surrounds a process; a test brings its own. */
export interface Surroundings {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly output: Output;
  readonly input?: Input;
  readonly folder?: string;
}

/** Runs a command as this process: arguments, environment, terminal and exit code. */
export async function runCommand(command: Command): Promise<void> {
  process.stdout.on('error', endQuietly);
  const output: Output = {
    out: (words) => process.stdout.write(words),
    err: (words) => process.stderr.write(words),
    live: process.stderr.isTTY,
  };
  process.exitCode = await perform(command, {
    args: process.argv.slice(2),
    environment: process.env,
    output,
    input: standardInput(),
  });
}

/** Performs an action. `--lang en` anywhere among the arguments changes the language. Never throws. */
export async function perform(command: Command, surroundings: Surroundings): Promise<ExitCode> {
  const { args, environment, output, input = NO_INPUT, folder = process.cwd() } = surroundings;
  const { language, rest } = takeLanguage(args);
  const terminal = new Terminal(createI18n(), language, output);
  try {
    const { action, others } = chosen(command, rest);
    const config = readConfig(environment);
    const withArchive: Tools['withArchive'] = (work) => openArchive(config, terminal, work);
    const withDesk: Tools['withDesk'] = (work) => openDesk(config, terminal, work);
    return await action.run(others, { terminal, config, input, folder, withDesk, withArchive });
  } catch (error) {
    for (const says of explain(error)) terminal.note(says);
    if (!(error instanceof UsageError)) return 1;
    terminal.note(text(command.usage));
    return 2;
  }
}

/** @throws UsageError when the first word is no action of the command */
function chosen(command: Command, words: readonly string[]): { action: Action; others: readonly string[] } {
  if ('action' in command) return { action: command.action, others: words };
  const [name = '', ...others] = words;
  const action = Object.hasOwn(command.actions, name) ? command.actions[name] : undefined;
  if (!action) throw new UsageError(text(name === '' ? 'cli.no_action' : 'cli.unknown_action'));
  return { action, others };
}

async function openDesk<T>(config: Config, terminal: Terminal, work: (desk: Desk) => Promise<T>): Promise<T> {
  return openArchive(config, terminal, async (archive) => {
    const { db } = archive;
    const { enter } = await import('../../storage/presence.ts');
    const overtaken = () => {
      for (const says of explain(new SealError('the root was replaced'))) terminal.note(says);
      process.exit(1);
    };
    const secret = config.IKRAR_SECRET ?? trialSecret(config.DATA_DIR);
    const presence = await enter(db, secret, { log: createLog('silent'), overtaken });
    try {
      return await work({ ...archive, keys: presence.keys });
    } finally {
      await presence.leave();
    }
  });
}

async function openArchive<T>(config: Config, terminal: Terminal, work: (archive: Archive) => Promise<T>): Promise<T> {
  const { DATABASE_URL: databaseUrl, DATA_DIR: dataDir } = config;
  // Loaded only now: who called a command wrongly need not wait for Prisma.
  const { openDatabase } = await import('../../storage/db.ts');
  const { db, close, queue } = await openDatabase({
    databaseUrl,
    dataDir,
    role: 'command',
    log: createLog('silent'),
  });
  const alone = queue !== undefined && 'embedded' in queue;
  try {
    return await work({ terminal, config, db, alone });
  } finally {
    await close();
  }
}

/** `… | head` has read enough: no reason to complain. */
function endQuietly(error: Error): void {
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  throw error;
}

function takeLanguage(args: readonly string[]): { language: Language; rest: readonly string[] } {
  const at = args.indexOf('--lang');
  const asked = at < 0 ? 'id' : args[at + 1];
  return {
    language: LANGUAGES.find((one) => one === asked) ?? 'id',
    rest: at < 0 ? args : args.toSpliced(at, 2),
  };
}
