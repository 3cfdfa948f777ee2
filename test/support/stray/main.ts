/** A child of a test that wants out of this machine; with `again`, through a child of its own. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { tryEveryWay } from './ways.ts';

if (process.argv[2] === 'again') fork(fileURLToPath(import.meta.url));
else for (const line of await tryEveryWay()) console.log(line);
