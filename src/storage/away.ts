/** Nobody answers at the database, or it does not let us in. For what was asked of the database: others fail with the same codes. */
export const isAway = (error: unknown): boolean => codesOf(error).some((code) => AWAY.has(code)) || isOfDriver(error);

/** The same for an error of which nobody knows what was asked. */
export const isDatabaseAway = (error: unknown): boolean =>
  isAway(error) && (NAMES.has(property(error, 'name')) || isOfDriver(error));

/** A connection to the database has ended while nobody of ours asked for anything on it. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
  readonly code = 'ConnectionClosed';

  constructor(cause: unknown) {
    super('a connection to the database has ended', { cause });
  }
}

/** Names of errors that come from the database alone. */
const NAMES: ReadonlySet<unknown> = new Set([
  'ConnectionLostError',
  'DriverAdapterError',
  'PrismaClientInitializationError',
  'PrismaClientKnownRequestError',
  'PrismaClientUnknownRequestError',
]);

/** What the driver says, without a code, when a connection ends under a question, or is not made in time. */
const WORDS = /^Connection terminated/;

const isOfDriver = (error: unknown): boolean => WORDS.test(String(property(error, 'message')));

const AWAY: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'DatabaseNotReachable',
  'DatabaseDoesNotExist',
  'DatabaseAccessDenied',
  'AuthenticationFailed',
  'ConnectionClosed',
  'TlsConnectionError',
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1010',
  'P1017',
  // The server is being stopped, has crashed, or is only just starting.
  '57P01',
  '57P02',
  '57P03',
]);

/** What the adapter says stands at the error itself, or, where we wrote the statement ourselves (`P2010`), in its `meta`. */
function codesOf(error: unknown): readonly unknown[] {
  const inner = property(property(property(error, 'meta'), 'driverAdapterError'), 'cause');
  const causes = property(error, 'name') === 'DriverAdapterError' ? [property(error, 'cause')] : [inner];
  // PostgreSQL's own code (`57P01`) where the adapter has no name for it.
  return [property(error, 'code'), ...causes.flatMap((one) => [property(one, 'kind'), property(one, 'originalCode')])];
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
