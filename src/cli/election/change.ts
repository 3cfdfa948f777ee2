/** Changing an election that is there: reads it, writes what it is to be, and says what became different. */
import type { Election } from '../../domain/election.ts';
import { type Text, text } from '../../domain/message.ts';
import { listDocuments } from '../../storage/documents.ts';
import { findElection, listElections, replaceElection } from '../../storage/elections.ts';
import type { Tools } from '../shared/command.ts';
import { Refusal } from '../shared/errors.ts';
import { addDocuments, freshDocuments, ownDocuments } from './documents.ts';
import { changesOf } from './fields.ts';
import { sayStanding } from './standing.ts';
import type { Entry } from './written.ts';

export interface Changed {
  readonly before: Election;
  readonly differs: boolean;
  /** Says `first`, then field by field what became different, then where the election stands. */
  say(first: Text): void;
}

/**
 * @param change what the election is to be; throws a Refusal when that cannot be
 * @throws Refusal when there is no such election, when pledges forbid the change, or when somebody else changed it meanwhile
 */
export function changeElection(id: string, { terminal, withDesk }: Tools, change: (before: Election) => Entry) {
  return withDesk(async ({ db }): Promise<Changed> => {
    const before = await findElection(db, id);
    if (!before) throw new Refusal(text('cli.election_unknown', { id }));
    const { election: after, documents } = change(before);
    const differs = JSON.stringify(after) !== JSON.stringify(before);
    const own = documents ? ownDocuments(await listDocuments(db), id) : [];
    const fresh = documents ? await freshDocuments(db, after, documents, own) : [];
    const added = await db.$transaction(async (tx) => {
      const became = differs ? await replaceElection(tx, before, after) : 'replaced';
      if (became !== 'replaced') throw new Refusal(text(`cli.election_${became}`, { id }));
      return addDocuments(tx, id, fresh);
    });
    const all = await listElections(db);
    return {
      before,
      differs: differs || added.length > 0,
      say(first) {
        terminal.say(first);
        for (const one of changesOf(before, after)) terminal.say(one);
        for (const one of added) {
          const names = { before: own.find(({ kind }) => kind === one.kind)?.id ?? '–', after: one.id };
          terminal.say(text('cli.election_change', { field: `documents ${one.kind}`, ...names }));
        }
        sayStanding([after], all, terminal);
      },
    };
  });
}
