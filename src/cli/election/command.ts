import type { Command } from '../shared/command.ts';
import { addElectionAction } from './add.ts';
import { listElectionsAction, showElectionAction } from './show.ts';

export const ELECTION: Command = {
  usage: 'cli.election_usage',
  actions: { add: addElectionAction, list: listElectionsAction, show: showElectionAction },
};
