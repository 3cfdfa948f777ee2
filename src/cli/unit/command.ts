import type { Command } from '../shared/command.ts';
import { createUnitAction } from './create.ts';
import { listUnitsAction } from './list.ts';

export const UNIT: Command = { usage: 'unit.usage', actions: { create: createUnitAction, list: listUnitsAction } };
