import type { Command } from '../shared/command.ts';
import { pauseAction, resumeAction } from './pause.ts';
import { planAction } from './plan.ts';
import { runAction } from './run.ts';
import { statusAction } from './status.ts';

export const REMINDERS: Command = {
  usage: 'cli.reminders_usage',
  actions: { plan: planAction, run: runAction, pause: pauseAction, resume: resumeAction, status: statusAction },
};
