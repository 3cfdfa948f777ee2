/**
 * The cleaner: a process of its own that looks into what strangers send, one piece at a time. It gets a piece as a frame on
 * standard input, says on standard output what it is, and has nothing else: no settings, no secrets, no files. Its argument
 * is the process it belongs to.
 */
import { constants, setPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { LARGEST_PIECE } from '../../domain/evidence.ts';
import type { Answer } from '../answer.ts';
import { readFrames, writeFrame } from '../frames.ts';
import { cleanPicture, isPicture, setUpSharp } from './picture.ts';
import { sniff } from './sniff.ts';

// Conversations go first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
// At a terminal Ctrl-C reaches the service and this process alike; the service says when it is over.
process.on('SIGINT', () => undefined);

new Worker(new URL('watch.ts', import.meta.url), { workerData: Number(process.argv[2]) }).unref();
setUpSharp();
await say({ is: 'ready' });

for await (const { body: piece } of readFrames(process.stdin, LARGEST_PIECE)) {
  const sort = await sniff(piece);
  if (!isPicture(sort)) {
    await say({ is: 'passed', sort });
    continue;
  }
  const { head, body } = await cleanPicture(piece, sort);
  await say(head, body);
}

function say(answer: Answer, body?: Buffer): Promise<void> {
  return writeFrame(process.stdout, answer, body);
}
