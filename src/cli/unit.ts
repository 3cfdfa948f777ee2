/** `npm run unit -- create NAME --out FILE | list` */
import { runCommand } from './shared/command.ts';
import { UNIT } from './unit/command.ts';

await runCommand(UNIT);
