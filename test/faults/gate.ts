/** A way to PostgreSQL that the test can shut: connections under way break, new ones are refused, until it opens again. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { listening } from './bot.ts';

export interface Gate {
  /** The database's URL, through the gate. */
  readonly url: string;
  /** Breaks the connections there are; new ones are let through. */
  cut(): void;
  shut(): Promise<void>;
  open(): Promise<void>;
}

export async function gateTo(databaseUrl: string): Promise<Gate> {
  const target = new URL(databaseUrl);
  const through = new Set<Socket>();
  const server = createServer((from) => {
    const to = connect(Number(target.port || 5432), target.hostname);
    const pair = [from, to];
    for (const socket of pair) {
      through.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        for (const one of pair) {
          one.destroy();
          through.delete(one);
        }
      });
    }
    from.pipe(to).pipe(from);
  });
  const port = await listening(server);
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  const cut = (): void => {
    for (const socket of through) socket.resetAndDestroy();
  };
  return {
    url: url.href,
    cut,
    shut: async () => {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
    open: async () => {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
  };
}
