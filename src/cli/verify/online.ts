import { z } from 'zod';
import { text } from '../../domain/message.ts';
import type { LiveStatus } from '../../domain/verdict.ts';
import { UsageError } from '../shared/errors.ts';

const PATIENCE_MS = 10_000;
const answer = z.object({ status: z.enum(['valid', 'pending', 'withdrawn', 'unknown']) });

/** The service to ask, as the examiner named it: never the address in the QR, which may be a forger's. */
export function parseOrigin(address: string): URL {
  const url = URL.parse(address);
  if (!url || !['https:', 'http:'].includes(url.protocol)) throw new UsageError(text('verify.cli_bad_online'));
  return url;
}

/** `unreachable` for whatever is no answer. */
export async function askStatus(origin: URL, id: string): Promise<LiveStatus> {
  try {
    const response = await fetch(new URL(`/v/${id}/status`, origin), { signal: AbortSignal.timeout(PATIENCE_MS) });
    const read = answer.safeParse(await response.json());
    return read.success ? read.data.status : 'unreachable';
  } catch {
    return 'unreachable'; // no network, no such host, no JSON: the reader is told that it is not known
  }
}
