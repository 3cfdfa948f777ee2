/**
 * The fake Bot API as a process: `node test/support/bot-api/main.ts [--port 0]`. Prints `{"port":…}` and ends when its
 * standard input does, so that it never outlives the test that started it.
 */
import { parseArgs } from 'node:util';
import { BotApi } from './server.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const api = new BotApi();
const port = await api.listen(Number(values.port));
process.stdout.write(`${JSON.stringify({ port })}\n`);
process.stdin.resume().on('end', () => process.exit(0));
