import { dayIn, type Election, pledgeIsOpen } from '../../domain/election.ts';
import { type MessageKey, text } from '../../domain/message.ts';
import { findElection, listElections } from '../../storage/elections.ts';
import { onlyOne, readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { Refusal } from '../shared/errors.ts';
import type { Terminal } from '../shared/terminal.ts';

/** `list`: one line an election. */
export const listElectionsAction: Action = {
  async run(args, { terminal, withDesk }) {
    readArgs(args, {});
    const elections = await withDesk(({ db }) => listElections(db));
    if (elections.length === 0) terminal.note(text('cli.election_none'));
    terminal.table(elections.map((one) => [one.id, one.votingDay, stateOf(one, terminal), one.region, one.name]));
    return 0;
  },
};

/** `show ID`: everything about one. */
export const showElectionAction: Action = {
  async run(args, { terminal, withDesk }) {
    const id = onlyOne(readArgs(args, {}).positionals);
    const election = await withDesk(({ db }) => findElection(db, id));
    if (!election) throw new Refusal(text('cli.election_unknown', { id }));
    const { legal, ...rest } = election;
    terminal.table([
      ...Object.entries(rest).map(([field, value]) => [field, String(value)]),
      ...legal.map((source) => ['legal', source]),
      ['', stateOf(election, terminal)],
    ]);
    return 0;
  },
};

function stateOf(election: Election, terminal: Terminal): string {
  const now = Date.now();
  const waits = dayIn(election.zone, now) < election.pledgeOpens;
  const state: MessageKey = pledgeIsOpen(election, now)
    ? 'cli.election_open'
    : waits
      ? 'cli.election_waits'
      : 'cli.election_over';
  return terminal.plain(text(state));
}
