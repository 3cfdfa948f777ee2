/** A process that runs a command, and then says what still keeps it from ending: `left: TCPSocketWrap,Timeout`. */
import { cliOf } from '../cli.ts';

const [, , databaseUrl = ''] = process.argv;
await cliOf({ DATABASE_URL: databaseUrl })('election', 'list');
console.log(`left: ${process.getActiveResourcesInfo().join()}`);
