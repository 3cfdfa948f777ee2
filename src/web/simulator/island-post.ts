import { toast, words } from './island-dom.ts';
import type { ActBody } from './wire.ts';

const PAUSES_MS: readonly number[] = [300, 900, 2_000];

/** Sends what a person did; again when the way there fails, which the same id makes harmless. Tells whether it arrived. */
export async function post(act: ActBody): Promise<boolean> {
  const body = JSON.stringify(act);
  for (const pause of [...PAUSES_MS, undefined]) {
    const status = await once(body);
    if (status === 202) return true;
    if (status === 429 || pause === undefined || (status >= 400 && status < 500)) {
      toast(words(status === 429 ? 'busy' : 'failed'));
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return false;
}

/** The status, 0 when there was no answer. */
const once = (body: string): Promise<number> =>
  fetch('/simulator/acts', { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(
    (response) => response.status,
    () => 0,
  );
