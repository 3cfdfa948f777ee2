/** `npm run verify -- FILE.pdf | "QR TEXT" [--key keys.json] [--online URL]` */
import { runCommand } from './shared/command.ts';
import { VERIFY } from './verify/command.ts';

await runCommand(VERIFY);
