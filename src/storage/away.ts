/** Nobody answers at the database, or it does not let us in. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && AWAY.has(code);
}

const AWAY = new Set([
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
]);

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'DriverAdapterError' && isCause(error.cause)) return error.cause.kind;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const isCause = (cause: unknown): cause is { kind: string } =>
  typeof cause === 'object' && cause !== null && 'kind' in cause && typeof cause.kind === 'string';
