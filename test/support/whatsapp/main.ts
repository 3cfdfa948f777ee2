/**
 * The loopback WhatsApp as a process: `node test/support/whatsapp/main.ts`. Prints one line, {@link Address} as JSON, and
 * ends when its standard input does, so that it never outlives the test that started it.
 */
import './quiet.ts';
import { listen } from './listen.ts';

process.stdout.write(`${JSON.stringify(await listen())}\n`);
process.stdin.resume().on('end', () => process.exit(0));
