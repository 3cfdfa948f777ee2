/** Nobody answers at the database, or it does not let us in. */
export const isAway = (error: unknown): boolean => codesOf(error).some((code) => AWAY.has(code));

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
  if (!(error instanceof Error)) return [];
  const inner = 'meta' in error ? property(property(error.meta, 'driverAdapterError'), 'cause') : undefined;
  const causes = error.name === 'DriverAdapterError' ? [error.cause] : [inner];
  // PostgreSQL's own code (`57P01`) where the adapter has no name for it.
  return [property(error, 'code'), ...causes.flatMap((one) => [property(one, 'kind'), property(one, 'originalCode')])];
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
