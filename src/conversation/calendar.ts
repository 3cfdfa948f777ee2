/** The elections and documents in force, read again when they are a few seconds old: operators change them while we run. */
import { type DocumentKind, fillDocument, type LegalDocument } from '../domain/document.ts';
import type { Election } from '../domain/election.ts';
import { FORMAL_REPORTS } from '../domain/formal-report.ts';
import type { Calendar } from '../engine/types.ts';
import { sha256Of } from '../storage/documents.ts';

const FRESH_MS = 5_000;

export interface CalendarSource {
  readonly elections: () => Promise<readonly Election[]>;
  readonly documents: () => Promise<readonly LegalDocument[]>;
}

/** The calendar with every document there ever was: a certificate shows the version that was confirmed. */
export interface FullCalendar extends Calendar {
  readonly documents: readonly LegalDocument[];
}

/** Reads the calendar at most every few seconds; a failed reading keeps the one there was. */
export function cachedCalendar(source: CalendarSource, now: () => number = Date.now): () => Promise<FullCalendar> {
  let known: { readonly at: number; readonly calendar: Promise<FullCalendar> } | undefined;
  return () => {
    // Either way: a clock that was set back must not keep what it read in the future.
    if (known && Math.abs(now() - known.at) < FRESH_MS) return known.calendar;
    const before = known?.calendar;
    const calendar = readCalendar(source).catch((error: unknown) => {
      if (before) return before;
      known = undefined;
      throw error;
    });
    known = { at: now(), calendar };
    return calendar;
  };
}

async function readCalendar(source: CalendarSource): Promise<FullCalendar> {
  const [elections, documents] = await Promise.all([source.elections(), source.documents()]);
  const filled = new Map<string, ReturnType<Calendar['document']>>();
  return {
    elections,
    documents,
    formal: FORMAL_REPORTS,
    document(kind, election) {
      const name = `${kind} ${election.id}`;
      if (!filled.has(name)) filled.set(name, inForce(documents, kind, election));
      return filled.get(name);
    },
    version(id, election) {
      const found = documents.find((one) => one.id === id);
      return found && fillDocument(found, election);
    },
  };
}

/** The newest version for this very election, or else the newest for all. */
export function inForce(
  documents: readonly LegalDocument[],
  kind: DocumentKind,
  election: Pick<Election, 'id' | 'event' | 'year'>,
): ReturnType<Calendar['document']> {
  const candidates = documents
    .filter((one) => one.kind === kind && (one.electionId === undefined || one.electionId === election.id))
    .sort((a, b) => Number(b.electionId !== undefined) - Number(a.electionId !== undefined) || b.version - a.version);
  const newest = candidates[0];
  if (!newest) return undefined;
  const document = fillDocument(newest, election);
  return { document, ref: { kind, id: document.id, version: document.version, sha256: sha256Of(document) } };
}
