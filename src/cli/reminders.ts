/** `npm run reminders -- plan | run | pause [RUN…] | resume [RUN…] | status [RUN]` */
import { REMINDERS } from './reminders/command.ts';
import { runCommand } from './shared/command.ts';

await runCommand(REMINDERS);
