import { z } from 'zod';
import type { Media } from '../../engine/types.ts';
import { FetchError } from '../channel.ts';
import { createDownload, type Download, Oversize } from '../download.ts';
import type { Client } from './client.ts';
import { CallError, toCallError } from './errors.ts';
import { readFilePath } from './file-path.ts';
import { grammySignal } from './signal.ts';

/** What getFile answers: the path stands for an hour, the size is that of the file as Telegram's server has it. */
const located = z.object({
  file_path: z.string().optional().catch(undefined),
  file_size: z.number().optional().catch(undefined),
});

export interface FilesOptions {
  readonly token: string;
  /** Without a slash at its end. */
  readonly apiRoot: string;
  /** Seconds after which a file that is not there has failed. */
  readonly timeoutSeconds: number;
}

/** Fetches what people sent: asks where it is, then gets it. Nothing is tried twice here. */
export class Files {
  private readonly client: Client;
  private readonly download: Download;
  private readonly longestMs: number;

  constructor(client: Client, { token, apiRoot, timeoutSeconds }: FilesOptions) {
    this.client = client;
    this.download = createDownload(`${apiRoot}/file/bot${token}`);
    this.longestMs = timeoutSeconds * 1000;
  }

  /** @throws FetchError */
  async fetch({ ref }: Media, most: number, ended: AbortSignal): Promise<Uint8Array> {
    if (this.client.gate.rest() > 0) throw new FetchError('retry');
    const signal = AbortSignal.any([ended, AbortSignal.timeout(this.longestMs)]);
    const { path, size } = await this.locate(ref, most, signal);
    const bytes = await this.get(path, most, signal);
    // A proxy's page, or a part of the file: no piece of evidence.
    if (size !== undefined && size !== bytes.byteLength) throw new FetchError('retry');
    return bytes;
  }

  private async get(path: string, most: number, signal: AbortSignal): Promise<Uint8Array> {
    try {
      return await this.download(path, most, signal);
    } catch (thrown) {
      if (thrown instanceof Oversize) throw new FetchError('too_large');
      const error = toCallError('download', thrown);
      if (error.waitMs !== undefined) this.client.gate.close(error.waitMs);
      throw toFetchError(error);
    }
  }

  private async locate(file_id: string, most: number, signal: AbortSignal): Promise<{ path: string; size?: number }> {
    const { file_path = '', file_size: size } = located.catch({}).parse(await this.ask(file_id, signal));
    if (size !== undefined && size > most) throw new FetchError('too_large');
    const path = readFilePath(file_path);
    if (path === undefined) throw new FetchError('gone');
    return { path, ...(size === undefined ? {} : { size }) };
  }

  private async ask(file_id: string, signal: AbortSignal): Promise<unknown> {
    try {
      return await this.client.call('getFile', (api) => api.getFile({ file_id }, grammySignal(signal)));
    } catch (error) {
      throw error instanceof CallError ? toFetchError(error) : error;
    }
  }
}

function toFetchError(error: CallError): FetchError {
  const { code, method, refusal } = error;
  const outcome = (): FetchError['outcome'] => {
    if (refusal === 'too_big') return 'too_large';
    if (refusal === 'unavailable') return 'retry';
    // The token was withdrawn (401) or is malformed (404), which a download tells with 404 too, but getFile came first.
    if (code === 401 || (code === 404 && method === 'getFile')) return 'retry';
    const isFinal = typeof code === 'number' && code >= 400 && code < 500 && code !== 408 && code !== 429;
    return isFinal ? 'gone' : 'retry';
  };
  return new FetchError(outcome(), { cause: error });
}
