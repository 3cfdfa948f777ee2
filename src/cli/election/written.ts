/** What an operator wrote of an election, by flags or in a file, and what is wrong with it. */
import { z } from 'zod';
import { type Election, type ElectionFault, electionFaults } from '../../domain/election.ts';
import { type MessageKey, text } from '../../domain/message.ts';
import { electionShape } from '../../storage/elections.ts';
import { readArgs } from '../shared/args.ts';
import { Refusal, UsageError } from '../shared/errors.ts';
import { readJsonFile } from '../shared/files.ts';
import { readShape } from '../shared/shape.ts';
import type { Terminal } from '../shared/terminal.ts';
import { documentFaults, type OwnDocument, ownDocumentShape } from './documents.ts';

/** Fields of an election as they were written, before they are checked. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Written {
  readonly positionals: readonly string[];
  readonly flags: Fields;
  /** The file that flags stand beside. */
  readonly json: string | undefined;
}

const one = { type: 'string' } as const;
const FLAGS = {
  json: one,
  id: one,
  kind: one,
  name: one,
  event: one,
  year: one,
  region: one,
  zone: one,
  'voting-day': one,
  'quiet-from': one,
  'quiet-to': one,
  'pledge-opens': one,
  'pledge-closes': one,
  'day-counting': one,
  legal: { type: 'string', multiple: true },
} as const;

/** @throws UsageError when there is neither a flag nor a file */
export function readWritten(args: readonly string[]): Written {
  const { values, positionals } = readArgs(args, FLAGS);
  if (Object.keys(values).length === 0) throw new UsageError(text('cli.bad_flags'));
  const { json, year, ...flags } = values;
  return {
    positionals,
    json,
    flags: {
      ...Object.fromEntries(Object.entries(flags).map(([flag, value]) => [fieldOf(flag), value])),
      ...(year === undefined ? {} : { year: Number(year) }),
    },
  };
}

/**
 * The elections in a file: one object, or a list of them as `list --json` prints it.
 *
 * @throws Refusal when it holds anything else
 */
export async function electionsIn(path: string): Promise<readonly Fields[]> {
  const content = await readJsonFile(path);
  const all: readonly unknown[] = Array.isArray(content) ? content : [content];
  const elections = all.flatMap((each) => (typeof each === 'object' && each !== null ? [{ ...each }] : []));
  if (all.length > 0 && elections.length === all.length && !all.some(Array.isArray)) return elections;
  throw new Refusal(text('cli.file_not_object', { path }));
}

/** An election as it is to be. */
export interface Entry {
  readonly election: Election;
  /** All that are for it alone; as they are where nothing is written of them. */
  readonly documents?: readonly OwnDocument[];
}

const entryShape = electionShape.extend({ documents: z.array(ownDocumentShape).exactOptional() });

/** @throws Refusal with a line for each field that cannot be read, or else for each fault of the days and the documents */
export function readElection(fields: Fields, { json }: Written, terminal: Terminal): Entry {
  const nameOf = (field: string): string => (json === undefined ? flagOf(field) : field);
  const { documents, ...election } = readShape(entryShape, fields, terminal, nameOf);
  const faults = [
    ...electionFaults(election).map((fault) => text(FAULT_WORDS[fault])),
    ...documentFaults(documents ?? []),
  ];
  if (faults.length > 0) throw new Refusal(...faults);
  return { election, ...(documents ? { documents } : {}) };
}

/** `voting-day` is `votingDay` in a file. */
const fieldOf = (flag: string): string => flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const flagOf = (field: string): string => `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

const FAULT_WORDS: Readonly<Record<ElectionFault, MessageKey>> = {
  quiet_order: 'cli.election_quiet_order',
  quiet_not_before_vote: 'cli.election_quiet_not_before_vote',
  pledge_order: 'cli.election_pledge_order',
  pledge_after_vote: 'cli.election_pledge_after_vote',
};
