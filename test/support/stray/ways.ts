/** The ways out of this machine that a program has, each tried once: what it failed with, or that it did not. */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns';
import { resolve4 } from 'node:dns/promises';
import { get } from 'node:https';
import { connect } from 'node:net';
import { request } from 'undici';

/** Addresses for documentation (RFC 5737, RFC 3849), and a name that nobody may register (RFC 2606). */
const [OLD, NEW, NAME] = ['192.0.2.1', '2001:db8::1', 'ikrar.example'];

const udp = (send: (socket: ReturnType<typeof createSocket>) => void) => async (): Promise<void> => {
  const socket = createSocket('udp4');
  try {
    send(socket);
  } finally {
    socket.close();
  }
};

const WAYS: Readonly<Record<string, () => unknown>> = {
  tcp: () => connect(9, OLD),
  'tcp over IPv6': () => connect({ port: 9, host: NEW }),
  'tcp to a name': () => connect({ port: 9, host: NAME }),
  https: () => get(`https://${NAME}/`),
  fetch: () => fetch(`http://${OLD}/`),
  undici: () => request(`http://${NAME}/`),
  udp: udp((socket) => socket.send('x', 9, OLD)),
  'udp, a part': udp((socket) => socket.send('xyz', 1, 1, 9, OLD)),
  'udp, connected': udp((socket) => socket.connect(9, OLD)),
  'a name': () => lookup(NAME, () => {}),
  'a name, asked by ourselves': () => resolve4(NAME),
};

/** `tcp: tests must not reach 192.0.2.1`, a line for each. */
export const tryEveryWay = (): Promise<readonly string[]> =>
  Promise.all(
    Object.entries(WAYS).map(async ([name, way]) => {
      try {
        await way();
        return `${name}: open`;
      } catch (error) {
        return `${name}: ${innermost(error)}`;
      }
    }),
  );

/** `fetch` hides the reason behind an error of its own. */
const innermost = (error: unknown): string =>
  error instanceof Error ? (error.cause === undefined ? error.message : innermost(error.cause)) : 'unknown';
