import type { Election } from '../../domain/election.ts';
import { text } from '../../domain/message.ts';
import { listDocuments, type StoredDocument } from '../../storage/documents.ts';
import { listElections } from '../../storage/elections.ts';
import { onlyOne, readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { Refusal, UsageError } from '../shared/errors.ts';
import { asWritten, ownDocuments } from './documents.ts';
import { fieldsOf } from './fields.ts';
import { stateOf } from './standing.ts';

const JSON_FLAG = { json: { type: 'boolean' } } as const;

/** `list [--json]`: one line an election; or all of them, as `add` and `edit` read them. */
export const listElectionsAction: Action = {
  async run(args, { terminal, withDesk }) {
    const { values, positionals } = readArgs(args, JSON_FLAG);
    if (positionals.length > 0) throw new UsageError(text('cli.bad_flags'));
    const [all, documents] = await withDesk(({ db }) => Promise.all([listElections(db), listDocuments(db)]));
    if (all.length === 0) terminal.note(text('cli.election_none'));
    if (values.json) terminal.json(all.map((one) => withDocuments(one, documents)));
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
    const [all, documents] = await withDesk(({ db }) => Promise.all([listElections(db), listDocuments(db)]));
    const election = all.find((one) => one.id === id);
    if (!election) throw new Refusal(text('cli.election_unknown', { id }));
    const own = ownDocuments(documents, id).map((one) => [`documents ${one.kind}`, one.id] as const);
    if (values.json) terminal.json(withDocuments(election, documents));
    else terminal.table([...fieldsOf(election), ...own, ['', terminal.plain(stateOf(election, all, Date.now()))]]);
    return 0;
  },
};

const withDocuments = (election: Election, all: readonly StoredDocument[]) => ({
  ...election,
  documents: ownDocuments(all, election.id).map(asWritten),
});
