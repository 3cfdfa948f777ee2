import { GrammyError, HttpError } from 'grammy';
import { SendError } from '../channel.ts';
import { StatusError } from '../download.ts';
import { ForeignAnswer } from './fetch.ts';
import { type Refusal, refusalOf } from './refusals.ts';

interface Failure {
  readonly code: number | string;
  readonly waitMs?: number | undefined;
  readonly refusal?: Refusal | undefined;
  /** Telegram's words, only where the call has nothing of a person in it. */
  readonly description?: string;
}

/**
 * A call of the Bot API that failed: which one and how, never with what. The errors of grammY hold the payload (chat and
 * text) and, further down, sometimes the URL with the token, so they go no further than here.
 */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly method: string;
  /** The Bot API's code, a proxy's HTTP status, or the name of a network failure. */
  readonly code: number | string;
  /** How long Telegram wants no more calls; with 429. */
  readonly waitMs: number | undefined;
  /** Why it was refused, where that makes a difference; with 400. */
  readonly refusal: Refusal | undefined;

  constructor(method: string, failure: Failure) {
    super(`${method} failed: ${failure.code}${failure.description ? ` (${failure.description})` : ''}`);
    this.method = method;
    this.code = failure.code;
    this.waitMs = failure.waitMs;
    this.refusal = failure.refusal;
  }
}

/** Telegram's default when a 429 has no `retry_after`, ms. */
const USUAL_WAIT = 5000;

/**
 * Reduces whatever a call threw to what may be told.
 *
 * @param describe makes Telegram's words fit to be told; without it they are left out
 */
export function toCallError(method: string, error: unknown, describe?: (words: string) => string): CallError {
  if (error instanceof CallError) return error;
  if (error instanceof GrammyError) {
    // {ok: false, error_code: 429, description: 'Too Many Requests: retry after 7', parameters: {retry_after: 7}}
    const { error_code: code, parameters, description } = error;
    const waitMs = code === 429 ? (parameters.retry_after ?? USUAL_WAIT / 1000) * 1000 : undefined;
    const refusal = code === 400 ? refusalOf(description) : undefined;
    return new CallError(method, {
      code,
      waitMs,
      refusal,
      ...(describe ? { description: describe(description) } : {}),
    });
  }
  const inner = error instanceof HttpError ? error.error : error;
  if (inner instanceof ForeignAnswer || inner instanceof StatusError) {
    return new CallError(method, { code: inner.code, waitMs: inner.code === 429 ? USUAL_WAIT : undefined });
  }
  const code = inner instanceof Error && 'code' in inner && typeof inner.code === 'string' ? inner.code : 'no_answer';
  return new CallError(method, { code });
}

/** A pause that Telegram asked the bot for. */
export const asked = (waitMs: number): SendError['outcome'] => ({
  kind: 'retry',
  waitMs,
  everybody: true,
  everywhere: true,
});

/**
 * What a failed send means for the message.
 *
 * @param pauseMs how long to wait when Telegram is away or in trouble
 */
export function toSendError(error: CallError, pauseMs: () => number): SendError {
  const { code, waitMs } = error;
  if (waitMs !== undefined) return new SendError(asked(waitMs), { cause: error });
  // In a private chat: «bot was blocked by the user», «user is deactivated», «bot can't initiate conversation with a user».
  if (code === 403) return new SendError({ kind: 'blocked' }, { cause: error });
  // The token was withdrawn (401) or is malformed (404): no fault of the message, which waits until that is mended.
  if (code === 401 || code === 404) {
    return new SendError({ kind: 'retry', waitMs: pauseMs(), everybody: true }, { cause: error });
  }
  if (typeof code === 'number' && code >= 400 && code < 500) {
    return new SendError({ kind: 'rejected', code }, { cause: error });
  }
  const unsure = typeof code === 'number' || !NOT_REACHED.has(code) ? { unknown: true as const } : {};
  return new SendError({ kind: 'retry', waitMs: pauseMs(), everybody: false, ...unsure }, { cause: error });
}

/** Failures of the network before anything was said to Telegram. */
const NOT_REACHED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
