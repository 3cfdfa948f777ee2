import type { Command } from '../shared/command.ts';
import { askAction } from './ask.ts';
import { exportAction } from './export.ts';
import { listReportsAction } from './list.ts';
import { statusAction } from './status.ts';
import { sweepAction } from './sweep.ts';

export const REPORT: Command = {
  usage: 'dossier.usage',
  actions: {
    list: listReportsAction,
    export: exportAction,
    ask: askAction,
    status: statusAction,
    sweep: sweepAction,
  },
};
