import { get } from 'node:http';
import { createInterface } from 'node:readline';
import { type Job, type Reply, reply } from './wire.ts';

/** Who listens to each bot now. A stream stays open once it was opened. */
const ears = new Map<string, (reply: Reply) => void>();

/** Listens to what the bot of a job sends, in place of whoever listened before. Resolves once nothing can be missed. */
export async function listen({ apiRoot, token }: Job, hear: (reply: Reply) => void): Promise<void> {
  const isOpen = ears.has(token);
  ears.set(token, hear);
  if (isOpen) return;
  await new Promise<void>((resolve, reject) => {
    const request = get(`${apiRoot}/replies/${token}`, (response) => {
      createInterface({ input: response }).on('line', (line) => ears.get(token)?.(reply.parse(JSON.parse(line))));
      resolve();
    });
    request.once('error', reject);
  });
}
