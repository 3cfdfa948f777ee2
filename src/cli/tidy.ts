/** `npm run tidy` */
import { runCommand } from './shared/command.ts';
import { TIDY } from './tidy/command.ts';

await runCommand(TIDY);
