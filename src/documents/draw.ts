/**
 * Draws certificates in a thread of their own: a PDF takes ten milliseconds, and whoever writes to the bot meanwhile must not
 * wait for it. The thread begins with the first certificate and ends some time after the last.
 */
import { Piscina } from 'piscina';
import type { Drawing, Drawn } from './draw-worker.ts';
import { DoesNotFitError } from './fit.ts';
import { OneByOne, type Urgency } from './one-by-one.ts';

/** To begin anew takes half a second. */
const IDLE_MS = 10 * 60_000;

let pool: Piscina<Drawing, Drawn> | undefined;
const work = new OneByOne();

/**
 * The bytes of a file, drawn after what came before and is as urgent.
 *
 * @throws DoesNotFitError when the documents are too long for one page (PDF only)
 */
export async function draw(drawing: Drawing, urgency: Urgency): Promise<Uint8Array> {
  const drawn = await work.do(() => thread().run(drawing), urgency);
  if (drawn === 'does not fit') throw new DoesNotFitError('the documents are too long for one page');
  return drawn;
}

function thread(): Piscina<Drawing, Drawn> {
  pool ??= new Piscina<Drawing, Drawn>({
    filename: new URL('draw-worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    // Nothing of the service's own environment, and none of its flags: they are not about this.
    env: {},
    execArgv: [],
  });
  return pool;
}
