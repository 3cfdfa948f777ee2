/** `npm run whatsapp -- pair [+62…] [--raw] | status | unpair` */
import { runCommand } from './shared/command.ts';
import { WHATSAPP } from './whatsapp/command.ts';

await runCommand(WHATSAPP);
// Baileys' caches keep timers for days. Whoever reads along through a pipe gets all of it first.
process.stdout.write('', () => process.exit());
