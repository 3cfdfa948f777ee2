/** What a receipt code opens: the status of its report, and the letters that officers sealed to the reporter. */
import type { IsoDay } from '../domain/election.ts';
import { type OfficerLetter, readOfficerLetter } from '../domain/officer-letter.ts';
import type { ReceiptCode } from '../domain/receipt.ts';
import { coarseStatus, REPORT_STATUSES } from '../domain/report.ts';
import type { Mailbox } from '../engine/desk.ts';
import { AgeError, type Identity, openWith } from '../secrecy/age.ts';
import type { EpochKey } from '../secrecy/epoch.ts';
import { lookupOf, reporterIdentity } from '../secrecy/receipt-keys.ts';
import type { Db } from '../storage/db.ts';
import { findIntake } from '../storage/intake.ts';
import { type FoundReport, findReport, isWatched, watchAmong } from '../storage/mailbox.ts';

export interface BoxMeans {
  readonly db: Db;
  /** Every key there is: a code works from the moment it is shown, also when the service has stood still for days since. */
  readonly kept: () => Promise<readonly EpochKey[]>;
}

/**
 * Opens the mailbox of a code, also while its report still waits in the intake. The same answer, and the same work, for a
 * wrong code and for one that never was.
 *
 * @param mostLetters how many letters of officers are opened: the latest
 */
export async function openBox(
  { db, kept }: BoxMeans,
  code: ReceiptCode,
  mostLetters: number,
): Promise<Mailbox | undefined> {
  const lookup = lookupOf(code);
  const hex = lookup.toString('hex');
  // In this order: what the sweep takes out of the intake meanwhile is found as a report.
  const waiting = await findIntake(db, await kept(), hex);
  const [found, isTold] = await Promise.all([findReport(db, lookup), isWatched(db, lookup)]);
  const wish = watchAmong(waiting);
  const watched = wish ? wish.watcher !== undefined : isTold;
  const withdrawn = waiting.some(({ kind }) => kind === 'withdrawal');
  if (found) return { ...(await shown(found, code, withdrawn, mostLetters)), lookup: hex, watched };
  const filed = waiting.find((item) => item.kind === 'report');
  if (!filed) return undefined;
  const until = filed.until as IsoDay | undefined;
  return {
    lookup: hex,
    unit: filed.unit,
    status: withdrawn ? 'dicabut' : 'diterima',
    ...(until === undefined ? {} : { until }),
    earlier: 0,
    letters: [],
    watched,
  };
}

async function shown(
  { unitId, status, until, letters }: FoundReport,
  code: ReceiptCode,
  withdrawn: boolean,
  mostLetters: number,
): Promise<Omit<Mailbox, 'lookup' | 'watched'>> {
  const identity = reporterIdentity(code);
  const known = REPORT_STATUSES.find((one) => one === status) ?? 'diterima';
  const latest = await latestOf(letters, identity, mostLetters);
  return {
    unit: unitId,
    status: withdrawn ? 'dicabut' : coarseStatus(known),
    ...(until ? { until: dayOf(until) } : {}),
    earlier: letters.length - latest.length,
    letters: latest.flatMap(({ writtenAt, letter }) =>
      letter === undefined ? [] : [{ on: dayOf(writtenAt), text: letter.text }],
    ),
  };
}

/** Letters of one hour tell their order only once they are open: so all of the hour are opened in which the first one falls. */
async function latestOf(letters: FoundReport['letters'], identity: Identity, most: number) {
  const from = letters.at(-most)?.writtenAt ?? new Date(0);
  const opened = await Promise.all(
    letters
      .filter(({ writtenAt }) => writtenAt >= from)
      .map(async ({ writtenAt, body }) => ({ writtenAt, letter: await openLetter(identity, body) })),
  );
  return opened
    .sort((a, b) => a.writtenAt.getTime() - b.writtenAt.getTime() || (a.letter?.nth ?? 0) - (b.letter?.nth ?? 0))
    .slice(-most);
}

/** A letter that does not open was not sealed to this reporter: shown to nobody. */
async function openLetter(identity: Identity, body: Uint8Array): Promise<OfficerLetter | undefined> {
  try {
    const opened = Buffer.from(await openWith(identity, body)).toString('utf8');
    return readOfficerLetter(opened.trimEnd());
  } catch (error) {
    if (error instanceof AgeError) return undefined;
    throw error;
  }
}

const dayOf = (date: Date): IsoDay => date.toISOString().slice(0, 10) as IsoDay;
