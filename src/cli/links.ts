/** `npm run links -- --telegram BOT --whatsapp NUMBER --out FILE.pdf` */
import { LINKS } from './links/command.ts';
import { runCommand } from './shared/command.ts';

await runCommand(LINKS);
