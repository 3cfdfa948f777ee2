import { canonicalText } from '../../domain/document.ts';
import { text } from '../../domain/message.ts';
import { ensureOfficialIkrar, listDocuments } from '../../storage/documents.ts';
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

/** `show ID`: the whole text, as it is hashed, and the hash. */
export const showDocumentAction: Action = {
  async run(args, { terminal, withDesk }) {
    const id = onlyOne(readArgs(args, {}).positionals);
    const document = (await withDesk(all)).find((one) => one.id === id);
    if (!document) throw new Refusal(text('cli.document_unknown', { id }));
    terminal.table([
      ...canonicalText(document)
        .split('\n')
        .map((line) => [line]),
      [''],
      [`SHA-256 ${document.sha256}`],
    ]);
    return 0;
  },
};

async function all({ db }: Desk) {
  await ensureOfficialIkrar(db);
  return listDocuments(db);
}
