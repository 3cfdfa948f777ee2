import { canonicalText, type DocumentText, fillDocument } from '../../domain/document.ts';
import { text } from '../../domain/message.ts';
import { ensureOfficialIkrar, listDocuments, type StoredDocument, sha256Of } from '../../storage/documents.ts';
import { findElection } from '../../storage/elections.ts';
import { onlyOne, readArgs } from '../shared/args.ts';
import type { Action, Desk } from '../shared/command.ts';
import { Refusal } from '../shared/errors.ts';

/** `list`: one line a version. */
export const listDocumentsAction: Action = {
  async run(args, { terminal, withDesk }) {
    readArgs(args, {});
    const documents = await withDesk(all);
    const everywhere = terminal.plain(text('cli.document_every_election'));
    terminal.table(documents.map((one) => [one.id, one.electionId ?? everywhere, one.sha256.slice(0, 12), one.title]));
    return 0;
  },
};

/**
 * `show ID [--election ID]`: the whole text, as it is hashed, and the hash. With an election the text is filled as people
 * confirm it there, and the hash is the one in their certificates; without one both are the template's.
 */
export const showDocumentAction: Action = {
  async run(args, { terminal, withDesk }) {
    const { values, positionals } = readArgs(args, { election: { type: 'string' } });
    const id = onlyOne(positionals);
    const shown = await withDesk(async (desk) => {
      const document = (await all(desk)).find((one) => one.id === id);
      if (!document) throw new Refusal(text('cli.document_unknown', { id }));
      return values.election === undefined ? document : filledFor(desk, document, values.election);
    });
    terminal.table([
      ...canonicalText(shown)
        .split('\n')
        .map((line) => [line]),
      [''],
      [`SHA-256 ${sha256Of(shown)}`],
    ]);
    if (values.election === undefined) terminal.note(text('cli.document_template'));
    return 0;
  },
};

/** @throws Refusal when there is no such election, or the document is for another one only */
async function filledFor({ db }: Desk, document: StoredDocument, electionId: string): Promise<DocumentText> {
  const election = await findElection(db, electionId);
  if (!election) throw new Refusal(text('cli.election_unknown', { id: electionId }));
  if (document.electionId !== undefined && document.electionId !== electionId) {
    throw new Refusal(text('cli.document_elsewhere', { id: document.id, election: document.electionId }));
  }
  return fillDocument(document, election);
}

async function all({ db }: Desk) {
  await ensureOfficialIkrar(db);
  return listDocuments(db);
}
