import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { text } from '../../domain/message.ts';
import { UsageError } from './errors.ts';

/**
 * Reads a command's arguments by `node:util`'s rules.
 *
 * @throws UsageError for a flag that does not exist, or one without its value
 */
export function readArgs<O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(text('cli.bad_flags'));
  }
}

/** The only argument that is no flag. */
export function onlyOne(positionals: readonly string[]): string {
  const [one, ...others] = positionals;
  if (one === undefined || others.length > 0) throw new UsageError(text('cli.one_argument'));
  return one;
}

/**
 * Reads `ID …`. An id is 16 random letters and may begin with a dash; then it stands first, and is no flag.
 *
 * @throws UsageError, as {@link readArgs} does
 */
export function readIdArgs<O extends ParseArgsOptionsConfig>(args: readonly string[], options: O) {
  const [first = '', ...rest] = args;
  const isDashed = /^-[\w-]{15}$/.test(first);
  const { values, positionals } = readArgs(isDashed ? rest : args, options);
  const [id, ...others] = isDashed ? [first, ...positionals] : positionals;
  return { values, id, others };
}
