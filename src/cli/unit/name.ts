import { type MessageKey, text } from '../../domain/message.ts';
import { Refusal } from '../shared/errors.ts';
import type { Terminal } from '../shared/terminal.ts';

const LONGEST = 120;

/**
 * A name as an operator typed it, with single spaces. It is shown to reporters and stands on paper, and the unit's key is
 * bound to it: it is never changed.
 *
 * @param field how it is called on the command line
 * @throws Refusal
 */
export function readName(typed: string, field: string, terminal: Terminal): string {
  const name = typed.normalize('NFC').trim().replace(/ +/g, ' ');
  const fault = faultOf(name);
  if (fault === undefined) return name;
  throw new Refusal(text('cli.field_fault', { field, reason: terminal.plain(text(fault)) }));
}

function faultOf(name: string): MessageKey | undefined {
  if (name === '') return 'cli.field_missing';
  if (name.length > LONGEST) return 'cli.field_too_long';
  // Also marks that cannot be seen: two names that look alike would be two units.
  if (/\p{C}|[\u2028\u2029]/u.test(name)) return 'unit.field_unseen';
  return /\p{L}/u.test(name) ? undefined : 'cli.cell_no_letters';
}

/** Whether people would take two names for one. */
export const sameName = (one: string, other: string): boolean => folded(one) === folded(other);

const folded = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, ' ');
