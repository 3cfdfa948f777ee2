import { toast, words } from './island-dom.ts';
import { LARGEST_UPLOAD } from './largest.ts';
import type { ActBody, UploadQuery } from './wire.ts';

const PAUSES_MS: readonly number[] = [300, 900, 2_000];

/** Sends what a person did; again when the way there fails, which the same id makes harmless. Tells whether it arrived. */
export const post = (act: ActBody): Promise<boolean> =>
  insist(() => send('/simulator/acts', 'application/json', JSON.stringify(act)));

/** Sends a file in the same way. */
export async function upload(file: File, query: UploadQuery): Promise<boolean> {
  const refused = file.size === 0 ? 'empty' : file.size > LARGEST_UPLOAD ? 'large' : undefined;
  if (refused !== undefined) {
    toast(words(refused));
    return false;
  }
  return insist(() => send(`/simulator/files?${new URLSearchParams(query)}`, 'application/octet-stream', file));
}

async function insist(once: () => Promise<number>): Promise<boolean> {
  for (const pause of [...PAUSES_MS, undefined]) {
    const status = await once();
    if (status === 202) return true;
    if (pause === undefined || (status >= 400 && status < 500)) {
      toast(words(status === 429 ? 'busy' : status === 413 ? 'large' : 'failed'));
      return false;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  return false;
}

/** The status, 0 when there was no answer. */
const send = (path: string, type: string, body: string | File): Promise<number> =>
  fetch(path, { method: 'POST', headers: { 'content-type': type }, body }).then(
    (response) => response.status,
    () => 0,
  );
