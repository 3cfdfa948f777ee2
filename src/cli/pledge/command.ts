import type { Command } from '../shared/command.ts';
import { confirmAction, listAction, withdrawAction } from './actions.ts';

export const PLEDGE: Command = {
  usage: 'cli.pledge_usage',
  actions: { list: listAction, confirm: confirmAction, withdraw: withdrawAction },
};
