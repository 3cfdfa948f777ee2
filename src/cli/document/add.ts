import type { DocumentKind } from '../../domain/document.ts';
import { text } from '../../domain/message.ts';
import { addDocument, documentShape, ensureOfficialIkrar } from '../../storage/documents.ts';
import { findElection } from '../../storage/elections.ts';
import { readArgs } from '../shared/args.ts';
import type { Action } from '../shared/command.ts';
import { Refusal, UsageError } from '../shared/errors.ts';
import { readJsonFile } from '../shared/files.ts';
import { readShape } from '../shared/shape.ts';
import { checkRoom, placeholderFault } from './check.ts';

const one = { type: 'string' } as const;
const KINDS: readonly DocumentKind[] = ['ikrar', 'pakta'];

/** `add --kind pakta --json FILE [--election ID]`: the next version of its kind; earlier ones stay, pledges name them. */
export const addDocumentAction: Action = {
  async run(args, { terminal, withDesk }) {
    const { values } = readArgs(args, { kind: one, json: one, election: one });
    const kind = KINDS.find((known) => known === values.kind);
    if (!kind || values.json === undefined) throw new UsageError(text('cli.document_needs'));
    const written = readShape(documentShape, await readJsonFile(values.json), terminal);
    const fault = placeholderFault(written);
    if (fault) throw new Refusal(fault);
    const { election } = values;
    const added = await withDesk(async ({ db }) => {
      if (election !== undefined && !(await findElection(db, election))) {
        throw new Refusal(text('cli.election_unknown', { id: election }));
      }
      await ensureOfficialIkrar(db);
      await checkRoom(db, kind, written, election);
      return addDocument(db, kind, written, election);
    });
    terminal.say(text('cli.document_added', { id: added.id, sha256: added.sha256 }));
    return 0;
  },
};
