/** `npm run roster -- import FILE | codes --out FILE` */
import { ROSTER } from './roster/command.ts';
import { runCommand } from './shared/command.ts';

await runCommand(ROSTER);
