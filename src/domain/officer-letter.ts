import { readJson } from './json.ts';

/** An officer's letter as it is sealed to the reporter. */
export interface OfficerLetter {
  /** Which letter of its report it is, from 1: those of one hour have no other order. 0: earlier ones did not say. */
  readonly nth: number;
  readonly text: string;
}

export const officerLetter = ({ nth, text }: OfficerLetter): string => JSON.stringify({ version: 1, nth, text });

/** Reads what was sealed. Before letters had an order they were words alone, and so is whatever else has another shape. */
export function readOfficerLetter(opened: string): OfficerLetter {
  const read = readJson(opened);
  const fields: { readonly [F in keyof OfficerLetter | 'version']?: unknown } =
    typeof read === 'object' && read !== null ? read : {};
  const { version, nth, text } = fields;
  return version === 1 && typeof nth === 'number' && typeof text === 'string'
    ? { nth, text }
    : { nth: 0, text: opened };
}
