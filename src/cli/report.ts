/** `npm run report -- list | export ID | ask ID | status ID STATUS | sweep` */
import { REPORT } from './report/command.ts';
import { runCommand } from './shared/command.ts';

await runCommand(REPORT);
