/** `npm run election -- add | edit ID | close ID | list | show ID` */
import { ELECTION } from './election/command.ts';
import { runCommand } from './shared/command.ts';

await runCommand(ELECTION);
