/** PostgreSQL behind Prisma's driver adapter. */
import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory, SqlQuery } from '@prisma/driver-adapter-utils';
import type { Logger } from '../log.ts';
import { ConnectionLostError } from './away.ts';

/** How to reach a server: a URL, or the folder of a unix socket. */
export type Address = { readonly url: string } | { readonly folder: string };

/** What the name of a socket ends in; the driver looks for `.s.PGSQL.<port>` in a folder it is given as host. */
export const SOCKET_PORT = 5432;

/**
 * The pool of a process.
 *
 * Times are compared as UTC because the adapter sends and reads them without their zone: a server whose own zone is
 * Asia/Jakarta would store them seven hours off. Nothing is compiled (JIT): a table that grew since the server last looked at it
 * makes a statement of a millisecond seem costly, and to compile it takes most of a second, each time.
 *
 * @param size most connections at a time
 */
export function postgresAdapter(address: Address, size: number, log: Logger): PrismaPg {
  const onError = (error: Error): void =>
    log.warn({ err: new ConnectionLostError(error) }, 'a database connection was lost');
  const options = { onPoolError: onError, onConnectionError: onError };
  // Prepared statements would outlive their client on the one session that a socket's clients share.
  return new PrismaPg(
    config(address, size),
    'url' in address ? { ...options, statementNameGenerator: statementNames() } : options,
  );
}

/** For migrations: one connection, and scripts that run whole or not at all. */
export class ScriptAdapter extends PrismaPg implements SqlMigrationAwareDriverAdapterFactory {
  constructor(address: Address) {
    super(config(address, 1));
  }

  override async connect() {
    const adapter = await super.connect();
    return Object.assign(adapter, {
      // The adapter's own cuts at every semicolon, also inside a string or a function. One simple query is one transaction.
      executeScript: async (script: string) => {
        await adapter.underlyingDriver().query(script);
      },
    });
  }
}

const config = (address: Address, size: number) => ({
  ...('url' in address
    ? { connectionString: address.url, options: '-c timezone=UTC -c jit=off' }
    : { host: address.folder, port: SOCKET_PORT, user: 'postgres', database: 'postgres', ssl: false }),
  max: size,
  connectionTimeoutMillis: 10_000,
  // A server that fell silent (a cable, a firewall) must not hold every chat until the kernel gives up.
  query_timeout: 30_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  application_name: 'ikrar',
});

/** Statements that a connection keeps prepared; beyond that (lists of many lengths) they are sent unnamed. */
const MOST_STATEMENTS = 300;

/** Names a statement after its text, so that a connection parses and plans it once. */
export function statementNames(): (query: SqlQuery) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    if (names.size >= MOST_STATEMENTS) return '';
    const name = createHash('sha256').update(sql).digest('base64url').slice(0, 22);
    names.set(sql, name);
    return name;
  };
}
