import type { IncomingMessage } from 'node:http';
import { objectOf } from './wire.ts';

export interface UploadedFile {
  readonly name: string;
  readonly size: number;
}

/** The parameters of a call: from the query, JSON, a form, or multipart with files. */
export interface Params {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: ReadonlyMap<string, UploadedFile>;
}

export const NO_FILES: ReadonlyMap<string, UploadedFile> = new Map();

export function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
  request.on('error', reject);
  return promise;
}

export function readParams(type: string, body: Buffer, query: URLSearchParams | undefined): Params {
  const boundary = /^multipart\/form-data;\s*boundary=(.+)$/i.exec(type)?.[1];
  if (boundary) return readMultipart(body, boundary);
  const fields = query ? Object.fromEntries(query) : {};
  if (body.byteLength === 0) return { fields, files: NO_FILES };
  if (type.startsWith('application/json')) return { fields: objectOf(body.toString()), files: NO_FILES };
  return { fields: { ...fields, ...Object.fromEntries(new URLSearchParams(body.toString())) }, files: NO_FILES };
}

function readMultipart(body: Buffer, boundary: string): Params {
  const fields: Record<string, string> = {};
  const files = new Map<string, UploadedFile>();
  const mark = Buffer.from(`--${boundary}`);
  for (let at = body.indexOf(mark); at >= 0; ) {
    const start = at + mark.byteLength + 2;
    const end = body.indexOf(mark, start);
    const blank = body.indexOf('\r\n\r\n', start);
    if (end < 0 || blank < 0) break;
    const head = body.toString('utf8', start, blank);
    const content = body.subarray(blank + 4, end - 2);
    const name = /\bname="([^"]*)"/i.exec(head)?.[1] ?? '';
    const file = /\bfilename="?([^"\r\n;]*)"?/i.exec(head)?.[1];
    if (file === undefined) fields[name] = content.toString();
    else files.set(name, { name: file, size: content.byteLength });
    at = end;
  }
  return { fields, files };
}

export const textOf = (params: Params, name: string): string => {
  const value = params.fields[name];
  return typeof value === 'string' ? value : '';
};

export const numberOf = (params: Params, name: string): number => Number(params.fields[name] ?? 0);

/** The file of a field: itself a part of the body, or `attach://<part>`. */
export function fileOf(params: Params, name: string): UploadedFile | undefined {
  const value = params.fields[name];
  const part = typeof value === 'string' && value.startsWith('attach://') ? value.slice('attach://'.length) : name;
  return params.files.get(part);
}
