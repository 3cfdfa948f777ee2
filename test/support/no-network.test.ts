/** Tests and what they start talk to this machine alone; every other suite leans on it. */

import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { Child } from './child.ts';
import { tryEveryWay } from './stray/ways.ts';

const REFUSED = expect.stringMatching(/: tests must not reach (192\.0\.2\.1|2001:db8::1|ikrar\.example)$/);

test('no way leads out of a test', async () => {
  const lines = await tryEveryWay();
  expect(lines).toEqual(lines.map(() => REFUSED));
});

test.each([
  ['what a test starts', []],
  ['what that starts', ['again']],
])('no way leads out of %s', async (_, args) => {
  const child = new Child('test/support/stray/main.ts', args);
  expect(await child.ended, child.errors).toEqual({ code: 0, signal: null });
  expect(child.lines).toHaveLength((await tryEveryWay()).length);
  expect(child.lines).toEqual(child.lines.map(() => REFUSED));
});

test.each(['127.0.0.1', 'localhost'])('this machine is reached as %s', async (host) => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await Promise.all([once(server, 'listening'), once(socket, 'listening')]);
  const address = server.address();
  const caller = connect({ port: typeof address === 'object' && address ? address.port : 0, host });
  const heard = once(socket, 'message');
  socket.send('halo', socket.address().port, host);
  await Promise.all([heard, once(caller.resume(), 'end')]);
  socket.close();
  server.close();
});
