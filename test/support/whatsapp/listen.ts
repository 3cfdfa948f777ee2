/** The three doors of the fake: the WebSocket, files under TLS, and the test's control. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type VerifyClientCallbackAsync, WebSocketServer } from 'ws';
import type { Address } from './address.ts';
import { tlsIdentity } from './certificates.ts';
import { CONTROLS } from './control.ts';
import { FakeWhatsApp } from './server.ts';

export async function listen(): Promise<Address> {
  const server = new FakeWhatsApp();
  const identity = tlsIdentity();
  const sockets = createServer();
  const verifyClient: VerifyClientCallbackAsync = (_, done) => {
    const { httpStatus } = server;
    if (httpStatus !== undefined) server.turnedAway += 1;
    server.changes.happened();
    setTimeout(() => done(httpStatus === undefined, httpStatus), server.openingMs);
  };
  new WebSocketServer({ server: sockets, verifyClient }).on('connection', (socket) => server.accept(socket));
  const media = createTlsServer(identity, (request, response) => {
    server.media.serve(request, response).catch(() => response.destroy());
  });
  const control = createServer((request, response) => {
    obey(server, request, response).catch((error: unknown) => {
      answer(response, 400, { error: error instanceof Error ? error.message : String(error) });
    });
  });
  // A busy machine may be late by more than Node's five seconds, and would find its connection closed.
  control.keepAliveTimeout = 60_000;
  server.media.host = `127.0.0.1:${await portOf(media)}`;
  return {
    url: `ws://127.0.0.1:${await portOf(sockets)}/ws/chat`,
    control: `http://127.0.0.1:${await portOf(control)}`,
    root: Buffer.from(server.root).toString('hex'),
    ca: identity.cert,
    media: server.media.host,
  };
}

/** Listens on a free port of the loopback. */
async function portOf(server: Pick<Server, 'listen' | 'address'>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

async function obey(server: FakeWhatsApp, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  const does = CONTROLS.get((request.url ?? '').slice(1));
  if (!does) return answer(response, 404, { error: 'no such action' });
  const body: unknown = JSON.parse(Buffer.concat(parts).toString() || '{}');
  answer(response, 200, { result: (await does(server, body)) ?? null });
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
