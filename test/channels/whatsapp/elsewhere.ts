import { once } from 'node:events';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** A host that is none of WhatsApp's, until the test ends. @returns `127.0.0.1:PORT`, and how often somebody came there so far */
export async function elsewhere(): Promise<{ readonly host: string; readonly asked: () => number }> {
  let asked = 0;
  const server = createServer((socket) => {
    asked += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('no port');
  return { host: `127.0.0.1:${at.port}`, asked: () => asked };
}
