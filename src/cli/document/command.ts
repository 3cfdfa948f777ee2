import type { Command } from '../shared/command.ts';
import { addDocumentAction } from './add.ts';
import { listDocumentsAction, showDocumentAction } from './show.ts';

export const DOCUMENT: Command = {
  usage: 'cli.document_usage',
  actions: { add: addDocumentAction, list: listDocumentsAction, show: showDocumentAction },
};
