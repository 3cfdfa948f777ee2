/** `npm run secret -- rotate` */

import { SECRET } from './secret/command.ts';
import { runCommand } from './shared/command.ts';

await runCommand(SECRET);
