import { ELECTION_KINDS, type ElectionKind } from './election.ts';
import rules from './formal-report.json' with { type: 'json' };

/** What the law of an election says of a formal *laporan*, the one with the reporter's name. */
export interface FormalReport {
  /** What its form is called: Bawaslu renames it from election to election. */
  readonly form: string;
  /** How many days since the reporter came to know it can be made. */
  readonly days: number;
}

export type FormalReports = { readonly [K in ElectionKind]: FormalReport };

/** What is written about formal reports cannot be meant. Raised at the start, before anybody is told it. */
export class FormalReportError extends Error {
  override readonly name = 'FormalReportError';
}

/** Longer would be no name, and more days no limit that any such law has. */
const [LONGEST_NAME, MOST_DAYS] = [100, 366];

/**
 * Reads `{ "pilkada": { "form": "Formulir …", "days": 7 }, … }`: each kind of election, and nothing else.
 *
 * @throws {FormalReportError} which names all that is wrong
 */
export function readFormalReports(written: unknown): FormalReports {
  const faults: string[] = [];
  const [all, strange] = fieldsOf(written, ELECTION_KINDS);
  faults.push(...strange);
  const read = (kind: ElectionKind): FormalReport => {
    const [{ form, days }, others] = fieldsOf(all[kind], ['form', 'days']);
    faults.push(...others.map((fault) => `${kind}.${fault}`));
    const named = typeof form === 'string' ? form.trim() : '';
    if (named === '' || named.length > LONGEST_NAME)
      faults.push(`${kind}.form is to be a name of 1 to ${LONGEST_NAME} characters`);
    const counted = typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= MOST_DAYS;
    if (!counted) faults.push(`${kind}.days is to be a whole number from 1 to ${MOST_DAYS}`);
    return { form: named, days: counted ? days : 0 };
  };
  const reports: FormalReports = { pemilu: read('pemilu'), pilkada: read('pilkada'), psu: read('psu') };
  if (faults.length > 0) throw new FormalReportError(`formal-report.json: ${faults.join('; ')}`);
  return reports;
}

/** What was written, as its fields, and a fault for each field that is not known. By hand: this room has no library for it. */
function fieldsOf<F extends string>(
  written: unknown,
  known: readonly F[],
): readonly [{ readonly [K in F]?: unknown }, readonly string[]] {
  const fields = typeof written === 'object' && written !== null ? written : {};
  const names: readonly string[] = known;
  return [fields, Object.keys(fields).flatMap((name) => (names.includes(name) ? [] : [`${name} is not known`]))];
}

/** By kind of election, as `formal-report.json` beside this says. */
export const FORMAL_REPORTS: FormalReports = readFormalReports(rules);
