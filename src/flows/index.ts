import type { Repertoire } from '../engine/flow.ts';
import { COMMANDS } from './commands.ts';
import { languageFlow } from './language.ts';
import { mailboxFlow } from './mailbox/index.ts';
import { menuFlow } from './menu.ts';
import { pledgeFlow } from './pledge/index.ts';
import { receiptFlow } from './receipt.ts';
import { remindersFlow } from './reminders.ts';
import { reportFlow } from './report/index.ts';
import { statusFlow } from './status.ts';

const FLOWS = [menuFlow, pledgeFlow, reportFlow, receiptFlow, mailboxFlow, statusFlow, languageFlow, remindersFlow];

/** Every conversation the bot can hold. A new one is a line above and, if it has a word of its own, one in `commands`. */
export const REPERTOIRE: Repertoire = {
  flows: new Map(FLOWS.map((flow) => [flow.id, flow])),
  commands: COMMANDS,
  home: menuFlow.id,
};
