/**
 * Lets commands use the database of a running server, through a unix socket in its data folder.
 *
 * PGlite has one session. `@electric-sql/pglite-socket` shares it message by message: between two messages of a client it
 * lets in others', and the server's own queries, even when a transaction is open; those then run inside that transaction,
 * and a rollback takes them along. Here a client has the session to itself from the first message of a batch until the
 * database is idle again, and it waits for it like any of the server's own transactions.
 */
import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import type { Logger } from '../log.ts';
import { SOCKET_PORT } from './postgres.ts';
import { ABANDON, endsBatch, Frames, isIdle, isTerminate, welcome } from './wire.ts';

/** How long a client may keep a transaction open without a word, in ms: the server answers nobody meanwhile. */
const LONGEST_SILENCE = 10_000;
/** What the path of a unix socket may be long (macOS; Linux has four more). */
const LONGEST_PATH = 103;

/** The data folder's path is too long for a socket in it. */
export class PathTooLongError extends Error {
  override readonly name = 'PathTooLongError';
}

/** Where the socket of a data folder is. */
export function socketPath(dataDir: string): string {
  const path = join(resolve(dataDir), `.s.PGSQL.${SOCKET_PORT}`);
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  throw new PathTooLongError(`the data folder's path must be shorter, at most ${LONGEST_PATH - 14} bytes: ${dataDir}`);
}

/** Whether a server listens there. */
export const socketAnswers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    }).once('error', () => resolve(false));
  });

/** Opens the socket; the caller holds the folder's lock. What it returns closes it, ending the clients' transactions. */
export async function serveSocket(
  database: PGlite,
  dataDir: string,
  log: Logger,
  longestSilence: number = LONGEST_SILENCE,
): Promise<() => Promise<void>> {
  const path = socketPath(dataDir);
  rmSync(path, { force: true }); // left by a process that was killed: we hold the lock, so nobody listens there
  const { rows } = await database.query<{ server_version: string }>('SHOW server_version');
  const greeting = welcome(rows[0]?.server_version ?? '17');
  const conversations = new Map<Socket, Promise<void>>();
  const server = createServer((socket) => {
    const conversation = converse(database, socket, greeting, longestSilence)
      .catch((error: unknown) => log.warn({ err: error }, 'a command lost the database'))
      .finally(() => conversations.delete(socket));
    conversations.set(socket, conversation);
  });
  await listenPrivately(server, path);
  return async () => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of conversations.keys()) socket.destroy();
    await Promise.all(conversations.values());
    await closed;
  };
}

/** For our own user only: the folder is closed to others, and the socket was never open to them. */
async function listenPrivately(server: ReturnType<typeof createServer>, path: string): Promise<void> {
  const listening = new Promise<void>((done, failed) => server.once('error', failed).once('listening', done));
  const mask = process.umask(0o077);
  try {
    server.listen(path);
  } finally {
    process.umask(mask);
  }
  await listening;
  chmodSync(path, 0o600);
}

async function converse(database: PGlite, socket: Socket, greeting: Buffer, longestSilence: number): Promise<void> {
  const frames = new Frames();
  let greeted = false;
  let batch: Buffer[] = [];
  let leave: (() => void) | undefined;

  const carryOut = async (): Promise<void> => {
    socket.setTimeout(0);
    leave ??= await enter(database);
    const answer = await say(database, Buffer.concat(batch));
    batch = [];
    if (isIdle(answer)) {
      leave();
      leave = undefined;
    }
    if (leave) socket.setTimeout(longestSilence);
    if (!socket.destroyed) socket.write(answer);
  };

  socket.on('timeout', () => socket.destroy());
  socket.on('error', () => {}); // the loop below throws it; this is for an answer that finds nobody after the loop
  try {
    for await (const chunk of socket) {
      frames.push(chunk);
      while (!greeted) {
        const said = frames.greeting();
        if (said === undefined) break;
        if (said === 'cancel') return;
        greeted = said === 'startup';
        socket.write(greeted ? greeting : 'N'); // N: no encryption on this machine's own socket
      }
      for (let message = greeted ? frames.message() : undefined; message; message = frames.message()) {
        if (isTerminate(message)) return;
        batch.push(message);
        if (endsBatch(message)) await carryOut();
      }
    }
  } catch (error) {
    if (!isAbrupt(error)) throw error;
  } finally {
    socket.destroy();
    if (leave) {
      await say(database, ABANDON);
      leave();
    }
  }
}

/** Waits until no transaction and no query of anybody else is under way, and keeps it so until the result is called. */
const enter = (database: PGlite): Promise<() => void> =>
  new Promise((entered, failed) => {
    database._runExclusiveTransaction(() => new Promise<void>((leave) => entered(leave))).catch(failed);
  });

/** Hands messages to the database as they are, and gives its answer. */
async function say(database: PGlite, messages: Buffer): Promise<Buffer> {
  const answer: Buffer[] = [];
  await database.runExclusive(() =>
    database.execProtocolRawStream(messages, { onRawData: (bytes) => answer.push(Buffer.from(bytes)) }),
  );
  return Buffer.concat(answer);
}

/** The client went away without a goodbye, or the socket was closed over it. */
const isAbrupt = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'ECONNRESET' || error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE');
