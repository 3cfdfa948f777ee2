import { text } from '../../domain/message.ts';
import { listElections } from '../../storage/elections.ts';
import { onlyOne, readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { Refusal, UsageError } from '../shared/errors.ts';
import { fieldsOf } from './fields.ts';
import { stateOf } from './standing.ts';

const JSON_FLAG = { json: { type: 'boolean' } } as const;

/** `list [--json]`: one line an election; or all of them, as `add` and `edit` read them. */
export const listElectionsAction: Action = {
  async run(args, { terminal, withDesk }) {
    const { values, positionals } = readArgs(args, JSON_FLAG);
    if (positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    const all = await withDesk(({ db }) => listElections(db));
    if (all.length === 0) terminal.note(text('cli.election_none'));
    if (values.json) terminal.json(all);
    else {
      const now = Date.now();
      const rows = all.map((one) => ({ ...one, state: terminal.plain(stateOf(one, all, now)) }));
      terminal.table(rows.map(({ id, votingDay, state, region, name }) => [id, votingDay, state, region, name]));
    }
    return 0;
  },
};

/** `show ID [--json]`: everything about one; or as `add` and `edit` read it. */
export const showElectionAction: Action = {
  async run(args, { terminal, withDesk }) {
    const { values, positionals } = readArgs(args, JSON_FLAG);
    const id = onlyOne(positionals);
    const all = await withDesk(({ db }) => listElections(db));
    const election = all.find((one) => one.id === id);
    if (!election) throw new Refusal(text('cli.election_unknown', { id }));
    if (values.json) terminal.json(election);
    else terminal.table([...fieldsOf(election), ['', terminal.plain(stateOf(election, all, Date.now()))]]);
    return 0;
  },
};
