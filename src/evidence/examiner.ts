/** Evidence as it arrives: says what a piece is, and makes a clean copy of those that can be cleaned. */
import { type EvidenceFault, LARGEST_PIECE, type Piece, REMOVED } from '../domain/evidence.ts';
import type { Logger } from '../log.ts';
import { bare } from './bare.ts';
import { Cleaner, type CleanerLimits, type Reply } from './cleaner.ts';
import { CLEANED, kindOf } from './kinds.ts';
import { Line } from './line.ts';

export type Examined =
  | { readonly ok: true; readonly piece: Piece; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly fault: EvidenceFault };

/** The service is stopping; the piece was not looked into, and can be later. */
export class ExaminerClosedError extends Error {
  override readonly name = 'ExaminerClosedError';
}

export interface Examiner {
  /**
   * Looks into a piece, in a process apart. Pieces wait for each other, with their bytes in memory: it is for a job that
   * fetches one after another.
   *
   * @returns the clean copy, or the same bytes when `piece.cleaned` is false
   * @throws ExaminerClosedError
   * @throws the signal's reason
   */
  examine(bytes: Uint8Array, signal?: AbortSignal): Promise<Examined>;
  /** The process that does it, while there is one. */
  readonly pid: number | undefined;
  /** Ends that process. Pieces under way and waiting are given up. */
  close(): Promise<void>;
}

export interface ExaminerOptions extends Partial<CleanerLimits> {
  readonly log: Logger;
  /** How long the process is kept for the next piece, in ms. */
  readonly idleMs?: number;
}

const PATIENCE_MS = 20_000;
/** The largest JPEG takes half of it, an AVIF of that size more than all. */
const MOST_MEMORY = 768 * 1024 * 1024;
/** It holds a hundred megabytes, and a process that has read what strangers sent need not stay. */
const IDLE_MS = 60_000;

/** Starts nothing yet: the process comes with the first piece, and anew after one that crashed it. */
export function createExaminer({
  log,
  patienceMs = PATIENCE_MS,
  mostMemory = MOST_MEMORY,
  idleMs = IDLE_MS,
}: ExaminerOptions): Examiner {
  const line = new Line();
  const closing = new AbortController();
  let cleaner: Cleaner | undefined;
  let idle: NodeJS.Timeout | undefined;

  const ask = async (bytes: Uint8Array, signal: AbortSignal): Promise<Reply> => {
    clearTimeout(idle);
    if (cleaner?.pid === undefined) cleaner = await Cleaner.start({ patienceMs, mostMemory }, log);
    try {
      signal.throwIfAborted();
      const reply: Reply = cleaner ? await cleaner.ask(bytes, signal) : { fault: 'failed' };
      signal.throwIfAborted();
      return reply;
    } finally {
      idle = setTimeout(() => void cleaner?.close(), idleMs).unref();
    }
  };

  return {
    get pid() {
      return cleaner?.pid;
    },
    async examine(bytes, signal) {
      if (bytes.length === 0) return { ok: false, fault: 'empty' };
      if (bytes.length > LARGEST_PIECE) return { ok: false, fault: 'too_large' };
      const either = AbortSignal.any([closing.signal, ...(signal ? [signal] : [])]);
      const reply = await line.take(() => ask(bytes, either), either);
      return 'fault' in reply ? { ok: false, fault: reply.fault } : readReply(reply, bytes, log);
    },
    async close() {
      closing.abort(new ExaminerClosedError('the service is stopping'));
      clearTimeout(idle);
      // Behind a start that may be under way, so that none is left running.
      await line.take(async () => cleaner?.close());
    },
  };
}

function readReply({ answer, body }: Exclude<Reply, { fault: unknown }>, sent: Uint8Array, log: Logger): Examined {
  switch (answer.is) {
    case 'refused':
      return { ok: false, fault: answer.fault };
    case 'passed':
      return { ok: true, piece: { ...kindOf(answer.sort), cleaned: false, removed: [] }, bytes: sent };
    case 'cleaned': {
      const bytes = bare(body, answer.format);
      if (bytes) {
        const removed = REMOVED.filter((one) => answer.removed.includes(one));
        return { ok: true, piece: { ...CLEANED[answer.format], cleaned: true, removed }, bytes };
      }
      break;
    }
    case 'ready':
      break;
  }
  log.error({ said: answer.is }, 'the cleaner said what it may not say');
  return { ok: false, fault: 'failed' };
}
