import { type DestinationStream, type Logger as Pino, pino } from 'pino';

export type Logger = Pino;

/** Whether a line need not be written, since another one has told what it is about. */
export type Explained = (details: unknown, words: string | undefined) => boolean;

/**
 * The log of a process: JSON lines on standard error. Nothing that names a person or repeats their words is ever passed to
 * it; errors are reduced to their kind and code, since messages of libraries may quote what they were given.
 *
 * @param isExplained what goes to `debug` in place of its own level; never what is fatal
 */
export const createLog = (
  level: string,
  to: DestinationStream = standardError(),
  isExplained: Explained = () => false,
): Logger =>
  pino(
    {
      level,
      base: null,
      serializers: { err: describeError },
      hooks: {
        logMethod(args, method, at) {
          const isTold = at <= levels.debug || at >= levels.fatal || !isExplained(args[0], args[1]);
          if (isTold) method.apply(this, args);
          else this.debug(...args);
        },
      },
    },
    to,
  );

const levels = { debug: 20, fatal: 60 };

const standardError = (): DestinationStream => pino.destination({ dest: 2, sync: false });

/** `{ kind: 'SendError', code: 'ECONNREFUSED', at: 'deliver (…)' }`: where and what, never the message. */
export function describeError(error: unknown): { kind: string; code?: string | number; at?: string; cause?: object } {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined;
  const at = placeOf(error);
  return {
    kind: error.name,
    ...(code === undefined ? {} : { code }),
    ...(at ? { at } : {}),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/**
 * The uppermost frame of the stack, `at deliver (file:///…/delivery.ts:150:13)`. Before the frames stands the message, of
 * which a line may look like one; and it may have been another when the stack was written.
 */
function placeOf({ stack = '', message }: Error): string | undefined {
  const said = stack.indexOf(message);
  const lines = stack.slice(said < 0 ? 0 : said + message.length).split('\n');
  const before = lines.findLastIndex((line) => !line.startsWith('    at '));
  return lines[before + 1]?.trim();
}
