/** Who has the number no longer connects with it no more: whoever has it then would be turned out. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Connections } from '../../../src/channels/whatsapp/connections.ts';
import { pairNumber, unpairNumber } from '../../../src/channels/whatsapp/pair.ts';
import type { Safe } from '../../../src/channels/whatsapp/ports.ts';
import { createLog } from '../../../src/log.ts';
import { Safes } from './safes.ts';

let safes: Safes;
let endpoint: { readonly url: string };
let calls = 0;
/** Hangs up on whoever calls. */
const server = createServer((socket) => {
  calls += 1;
  socket.destroy();
});

beforeAll(async () => {
  safes = await Safes.open();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  endpoint = { url: `ws://127.0.0.1:${address.port}` };
});
beforeEach(() => {
  calls = 0;
});
afterAll(async () => {
  server.close();
  await safes.close();
});

/** A safe from which the number is taken away in the moment in which its credentials are read. */
async function letGo(): Promise<{ readonly safe: Safe; readonly signal: AbortSignal }> {
  const { safe } = await safes.empty();
  const over = new AbortController();
  const read: Safe['read'] = async (type, ids) => {
    const values = await safe.read(type, ids);
    over.abort();
    return values;
  };
  const letGo = new Proxy(safe, { get: (target, name) => (name === 'read' ? read : Reflect.get(target, name)) });
  return { safe: letGo, signal: over.signal };
}

test('a service that loses the number while it reads the credentials does not connect', async () => {
  const { safe, signal } = await letGo();
  const connections = new Connections({
    safe,
    endpoint,
    arrived: () => {},
    rung: () => {},
    refusedLate: () => {},
    received: () => {},
    moved: async () => {},
    pairing: () => {},
    entered: () => {},
    log: createLog('silent'),
  });
  await connections.keepUp(signal);
  expect(calls).toBe(0);
});

test('nor does a command whose time is over', async () => {
  const pairing = await letGo();
  const options = { endpoint, number: undefined, show: () => {}, unreachable: () => {} };
  expect(await pairNumber({ ...pairing, ...options })).toBe('late');
  const unpairing = await letGo();
  expect(await unpairNumber(unpairing.safe, endpoint, unpairing.signal)).toBe('late');
  expect(calls).toBe(0);
});
