import type { Command } from '../shared/command.ts';
import { pairAction } from './pair.ts';
import { statusAction } from './status.ts';
import { unpairAction } from './unpair.ts';

export const WHATSAPP: Command = {
  usage: 'whatsapp.usage',
  actions: { pair: pairAction, status: statusAction, unpair: unpairAction },
};
