import { text } from '../../domain/message.ts';
import { onlyOne } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { Refusal } from '../shared/errors.ts';
import { changeElection } from './change.ts';
import { electionsIn, type Fields, readElection, readWritten, type Written } from './written.ts';

/**
 * `edit ID [--json FILE] [--flag …]`: changes the fields that are named, and no others; flags count more than the file.
 * Nothing is changed when anything is wrong. `legal` and `texts` are changed as a whole.
 */
export const editElectionAction: Action = {
  async run(args, tools) {
    const written = readWritten(args);
    const id = onlyOne(written.positionals);
    const fields = { ...(await inFile(written, id)), ...written.flags };
    if (Object.hasOwn(fields, 'id') && fields['id'] !== id) throw new Refusal(text('cli.election_id_fixed', { id }));
    const changed = await changeElection(id, tools, (before) =>
      readElection({ ...before, ...fields }, written, tools.terminal),
    );
    changed.say(text(changed.differs ? 'cli.election_changed' : 'cli.election_unchanged', { id }));
    return 0;
  },
};

/** What the file says of the election: of several, the one with its id. */
async function inFile({ json }: Written, id: string): Promise<Fields> {
  if (json === undefined) return {};
  const [first = {}, ...more] = await electionsIn(json);
  if (more.length === 0) return first;
  const own = [first, ...more].find((fields) => fields['id'] === id);
  if (!own) throw new Refusal(text('cli.election_not_in_file', { id, path: json }));
  return own;
}
