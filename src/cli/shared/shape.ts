/** What is wrong with a file or flags an operator wrote, field by field. */
import type { z } from 'zod';
import { type MessageKey, type Text, text } from '../../domain/message.ts';
import { Refusal } from './errors.ts';
import type { Terminal } from './terminal.ts';

const WORDS: Readonly<Record<string, MessageKey>> = {
  missing: 'cli.field_missing',
  too_long: 'cli.field_too_long',
  not_an_id: 'cli.field_not_an_id',
  not_a_kind: 'cli.field_not_a_kind',
  not_a_document: 'cli.field_not_a_document',
  not_a_year: 'cli.field_not_a_year',
  not_a_zone: 'cli.field_not_a_zone',
  not_a_day: 'cli.field_not_a_day',
  not_a_counting: 'cli.field_not_a_counting',
  not_plain: 'cli.field_not_plain',
};

/**
 * Reads what an operator wrote.
 *
 * @param rename how a field is called where it was written, a flag for instance
 * @throws Refusal with one line for each field that is wrong
 */
export function readShape<T>(
  shape: z.ZodType<T>,
  value: unknown,
  terminal: Terminal,
  rename: (field: string) => string = (field) => field,
): T {
  const read = shape.safeParse(value, { reportInput: true });
  if (read.success) return read.data;
  throw new Refusal(...read.error.issues.flatMap((issue) => wordsOf(issue, terminal, rename)));
}

function wordsOf(issue: z.core.$ZodIssue, terminal: Terminal, rename: (field: string) => string): readonly Text[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => text('cli.field_unknown', { field: placeOf([...issue.path, key], rename) }));
  }
  const field = placeOf(issue.path, rename);
  const absent = issue.code === 'invalid_type' && issue.input === undefined;
  const reason = terminal.plain(text(absent ? 'cli.field_missing' : (WORDS[issue.message] ?? 'cli.field_wrong')));
  return [text('cli.field_fault', { field, reason })];
}

/** `points 2`, `texts id week`: people count from one. */
function placeOf([name = '-', ...path]: readonly PropertyKey[], rename: (field: string) => string): string {
  const parts = path.map((part) => (typeof part === 'number' ? part + 1 : part));
  return [rename(String(name)), ...parts.map(String)].join(' ');
}
