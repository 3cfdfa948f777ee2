/** `npm run document -- add | list | show ID` */
import { DOCUMENT } from './document/command.ts';
import { runCommand } from './shared/command.ts';

await runCommand(DOCUMENT);
