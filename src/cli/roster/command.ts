import type { Command } from '../shared/command.ts';
import { codes } from './codes.ts';
import { importRoster } from './import.ts';

export const ROSTER: Command = { usage: 'cli.roster_usage', actions: { import: importRoster, codes } };
