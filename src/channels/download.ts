import { Agent, type Dispatcher, request } from 'undici';

/** Files that come at the same time. They have connections of their own, so that no answer waits behind them. */
const CONNECTIONS = 8;

/** There is more of a file than was asked for. */
export class Oversize extends Error {
  override readonly name = 'Oversize';
}

/** Not 200. A redirect is not followed: it could lead anywhere. */
export class StatusError extends Error {
  override readonly name = 'StatusError';
  /** Status of HTTP. */
  readonly code: number;
  constructor(code: number) {
    super(`a file was not given (${code})`);
    this.code = code;
  }
}

/** Fetches one file by its path; holds `most` bytes and never more. */
export type Download = (path: string, most: number, signal: AbortSignal) => Promise<Uint8Array>;

/**
 * @param folder the address below which the files are; may hold a secret
 * @param headers of each request
 * @throws Oversize, StatusError, and whatever undici or the signal throws, which may hold the address and must go no further
 */
export function createDownload(folder: string, headers: Readonly<Record<string, string>> = {}): Download {
  const dispatcher = new Agent({ connections: CONNECTIONS, connect: { timeout: 10_000 } });
  return async (path, most, signal) => {
    const { statusCode, headers: told, body } = await request(`${folder}/${path}`, { dispatcher, headers, signal });
    if (statusCode !== 200) {
      leave(body);
      throw new StatusError(statusCode);
    }
    const length = lengthOf(told['content-length']);
    if (length !== undefined && length > most) {
      leave(body);
      throw new Oversize();
    }
    return await read(body, length ?? most);
  };
}

/** A file of which no length is told may have anything up to `room` bytes. One that is shorter than told fails by itself. */
async function read(body: AsyncIterable<Buffer>, room: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(room);
  let filled = 0;
  for await (const chunk of body) {
    if (chunk.byteLength > room - filled) throw new Oversize();
    bytes.set(chunk, filled);
    filled += chunk.byteLength;
  }
  return filled === room ? bytes : bytes.slice(0, filled);
}

/** Closes the connection rather than read to the end. */
function leave(body: Dispatcher.ResponseData['body']): void {
  void body.dump({ limit: 1 });
}

const lengthOf = (header: string | string[] | undefined): number | undefined =>
  typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
