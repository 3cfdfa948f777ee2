import type { Command } from '../shared/command.ts';
import { rotateAction } from './rotate.ts';

export const SECRET: Command = { usage: 'secret.usage', actions: { rotate: rotateAction } };
