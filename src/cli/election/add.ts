import { addDays, type ElectionKind, parseIsoDay } from '../../domain/election.ts';
import { type Text, text } from '../../domain/message.ts';
import { addElections, listElections } from '../../storage/elections.ts';
import type { Action } from '../shared/command.ts';
import { Refusal, UsageError } from '../shared/errors.ts';
import type { Terminal } from '../shared/terminal.ts';
import { addDocuments, freshDocuments, type OwnDocument } from './documents.ts';
import { sayStanding } from './standing.ts';
import { type Entry, electionsIn, type Fields, readElection, readWritten, type Written } from './written.ts';

/**
 * `add [--json FILE] [--flag …]`: flags count more than the file; what follows from the rest need not be said. Of a list all
 * are added, or none.
 */
export const addElectionAction: Action = {
  async run(args, { terminal, config, withDesk }) {
    const written = readWritten(args);
    if (written.positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    const listed = written.json === undefined ? [{}] : await electionsIn(written.json);
    const all = listed.map((fields) => withDefaults({ ...fields, ...written.flags }, config.TZ_REGION));
    const entries = readAll(all, written, terminal);
    const elections = entries.map(({ election }) => election);
    const now = await withDesk(async ({ db }) => {
      const fresh = new Map<string, readonly OwnDocument[]>();
      for (const { election, documents = [] } of entries) {
        fresh.set(election.id, await freshDocuments(db, election, documents, []));
      }
      await db.$transaction(async (tx) => {
        const taken = await addElections(tx, elections);
        if (taken.length > 0) throw new Refusal(...taken.map((id) => text('cli.election_exists', { id })));
        for (const [id, documents] of fresh) await addDocuments(tx, id, documents);
      });
      return listElections(db);
    });
    for (const { id, name } of elections) terminal.say(text('cli.election_added', { id, name }));
    sayStanding(elections, now, terminal);
    return 0;
  },
};

/** @throws Refusal with what is wrong with each of them */
function readAll(all: readonly Fields[], written: Written, terminal: Terminal): readonly Entry[] {
  const faults: Text[] = [];
  const entries = all.flatMap((fields, n) => {
    try {
      return [readElection(fields, written, terminal)];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const which = (says: Text): Text => text('cli.election_nth', { n: String(n + 1), says });
      faults.push(...(all.length === 1 ? error.says : error.says.map(which)));
      return [];
    }
  });
  const ids = entries.map(({ election }) => election.id);
  const twice = new Set(ids.filter((id, n) => ids.indexOf(id) < n));
  faults.push(...[...twice].map((id) => text('cli.election_twice', { id })));
  if (faults.length > 0) throw new Refusal(...faults);
  return entries;
}

const EVENTS: Readonly<Record<ElectionKind, string>> = {
  pemilu: 'Pemilihan Umum',
  pilkada: 'Pemilihan Serentak',
  psu: 'Pemungutan Suara Ulang',
};

/** Stands in where what was written is wrong, so that nothing else seems wrong because of it; it is never stored. */
const ANY_DAY = parseIsoDay('2000-01-01');

/** What the law or the voting day says: three days of masa tenang before the vote (UU 7/2017 art. 1(36)). */
function withDefaults(written: Fields, zone: string): Fields {
  const { kind, votingDay } = written;
  const vote = (typeof votingDay === 'string' ? parseIsoDay(votingDay) : undefined) ?? ANY_DAY;
  const known = kind === 'pemilu' || kind === 'pilkada' || kind === 'psu' ? kind : 'pilkada';
  const event = typeof written['event'] === 'string' ? written['event'] : EVENTS[known];
  const year = vote?.slice(0, 4);
  return {
    zone,
    legal: [],
    texts: {},
    dayCounting: known === 'pemilu' ? 'working' : 'calendar',
    event,
    year: Number(year),
    id: `${known}-${year}`,
    name: `${event} ${year}`,
    ...(vote ? { quietFrom: addDays(vote, -3), quietTo: addDays(vote, -1), pledgeCloses: addDays(vote, -1) } : {}),
    ...written,
  };
}
