import { addDays, type ElectionFault, type ElectionKind, electionFaults, parseIsoDay } from '../../domain/election.ts';
import { type MessageKey, text } from '../../domain/message.ts';
import { addElection, electionShape } from '../../storage/elections.ts';
import { readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { Refusal, UsageError } from '../shared/errors.ts';
import { readJsonFile } from '../shared/files.ts';
import { readShape } from '../shared/shape.ts';

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

/** `add [--json FILE] [--flag …]`: flags count more than the file; what follows from the rest need not be said. */
export const addElectionAction: Action = {
  async run(args, { terminal, config, withDesk }) {
    const { values, positionals } = readArgs(args, FLAGS);
    if (positionals.length > 0 || Object.keys(values).length === 0) throw new UsageError(text('cli.bad_flags'));
    const { json, year, ...flags } = values;
    const written = {
      ...(json === undefined ? {} : asRecord(await readJsonFile(json), json)),
      ...Object.fromEntries(Object.entries(flags).map(([flag, value]) => [fieldOf(flag), value])),
      ...(year === undefined ? {} : { year: Number(year) }),
    };
    const election = readShape(electionShape, withDefaults(written, config.TZ_REGION), terminal, (field) =>
      json === undefined ? flagOf(field) : field,
    );
    const faults = electionFaults(election);
    if (faults.length > 0) throw new Refusal(...faults.map((fault) => text(FAULT_WORDS[fault])));
    if (!(await withDesk(({ db }) => addElection(db, election)))) {
      throw new Refusal(text('cli.election_exists', { id: election.id }));
    }
    terminal.say(text('cli.election_added', { id: election.id, name: election.name }));
    return 0;
  },
};

const EVENTS: Readonly<Record<ElectionKind, string>> = {
  pemilu: 'Pemilihan Umum',
  pilkada: 'Pemilihan Serentak',
  psu: 'Pemungutan Suara Ulang',
};

/** Stands in where what was written is wrong, so that nothing else seems wrong because of it; it is never stored. */
const ANY_DAY = parseIsoDay('2000-01-01');

/** What the law or the voting day says: three days of masa tenang before the vote (UU 7/2017 art. 1(36)). */
function withDefaults(written: Readonly<Record<string, unknown>>, zone: string): Record<string, unknown> {
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

function asRecord(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new Refusal(text('cli.file_not_object', { path }));
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
