import type { Command } from '../shared/command.ts';
import { addElectionAction } from './add.ts';
import { closeElectionAction } from './close.ts';
import { editElectionAction } from './edit.ts';
import { listElectionsAction, showElectionAction } from './show.ts';

export const ELECTION: Command = {
  usage: 'cli.election_usage',
  actions: {
    add: addElectionAction,
    edit: editElectionAction,
    close: closeElectionAction,
    list: listElectionsAction,
    show: showElectionAction,
  },
};
