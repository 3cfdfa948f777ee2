/** `npm run pledge -- list | confirm ID | withdraw ID` */
import { PLEDGE } from './pledge/command.ts';
import { runCommand } from './shared/command.ts';

await runCommand(PLEDGE);
