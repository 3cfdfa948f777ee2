/**
 * Reads a multipart form (RFC 7578) as it comes: one part at a time, and never more of a part than is wanted. Where one part
 * ends and the next begins is found here; what the head of a part says is left to the parser of the platform, which reads
 * the whole form into memory and so cannot be given more.
 */
import { MIMEType } from 'node:util';

/** `too_slow`: nothing came for a while. */
export type MultipartFault = 'malformed' | 'cut_off' | 'too_large' | 'too_slow';

/** A form that cannot be read. Quotes nothing of it. */
export class MultipartError extends Error {
  override readonly name = 'MultipartError';
  readonly fault: MultipartFault;
  constructor(fault: MultipartFault, options?: ErrorOptions) {
    super(`a form is ${fault}`, options);
    this.fault = fault;
  }
}

export interface PartHead {
  readonly name: string;
  /** What the sender calls the file; absent for a field. */
  readonly file?: string;
}

export interface MultipartLimits {
  /** Bytes of the whole form. */
  readonly most: number;
  /** How long the next bytes may take, ms. */
  readonly patienceMs: number;
}

/** RFC 2046. */
const LONGEST_BOUNDARY = 70;
const LARGEST_HEAD = 4096;
const LINE_END = Buffer.from('\r\n');
const HEAD_END = Buffer.from('\r\n\r\n');
const LAST = Buffer.from('--');

export class Multipart {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly limits: MultipartLimits;
  private readonly delimiter: Buffer;
  /** What came and was not yet looked at. The first delimiter has no line before it. */
  private rest: Buffer = LINE_END;
  private came = 0;
  private readonly stopped = Promise.withResolvers<never>();
  /** Before the first delimiter there may be anything, and it is skipped like the content of a part. */
  private inContent = true;

  /** @throws MultipartError when it is no multipart form */
  constructor(request: Request, limits: MultipartLimits) {
    const boundary = boundaryOf(request.headers.get('content-type') ?? '');
    if (boundary === undefined || !request.body) throw new MultipartError('malformed');
    this.delimiter = Buffer.from(`\r\n--${boundary}`);
    this.reader = request.body.getReader();
    this.limits = limits;
    // Only whoever reads is to hear of it.
    this.stopped.promise.catch(() => undefined);
  }

  /** From then on, and if it is waiting at once, reading fails with the signal's reason. */
  stopOn(signal: AbortSignal): void {
    const stop = (): void => this.stopped.reject(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  }

  /**
   * Goes to the next part, past what is left of this one.
   *
   * @returns `undefined` after the last
   * @throws MultipartError
   */
  async next(): Promise<PartHead | undefined> {
    if (this.inContent) await this.content(0);
    while (this.rest.length < LAST.length) await this.more();
    if (this.starts(LAST)) return undefined;
    if (!this.starts(LINE_END)) throw new MultipartError('malformed');
    let end = this.rest.indexOf(HEAD_END);
    while (end < 0) {
      if (this.rest.length > LARGEST_HEAD) throw new MultipartError('malformed');
      await this.more();
      end = this.rest.indexOf(HEAD_END);
    }
    const head = await readHead(this.rest.subarray(0, end));
    this.rest = this.rest.subarray(end + HEAD_END.length);
    this.inContent = true;
    return head;
  }

  /**
   * The content of this part, to its end.
   *
   * @param most bytes that are wanted at most
   * @returns `undefined` when there were more; they were read, and not kept
   * @throws MultipartError
   */
  async content(most: number): Promise<Buffer | undefined> {
    const kept: Buffer[] = [];
    let size = 0;
    const take = (bytes: Buffer): void => {
      size += bytes.length;
      if (size <= most) kept.push(bytes);
      else kept.length = 0;
    };
    let end = this.rest.indexOf(this.delimiter);
    while (end < 0) {
      // The delimiter may have begun.
      const sure = Math.max(0, this.rest.length - this.delimiter.length + 1);
      take(this.rest.subarray(0, sure));
      this.rest = this.rest.subarray(sure);
      await this.more();
      end = this.rest.indexOf(this.delimiter);
    }
    take(this.rest.subarray(0, end));
    this.rest = this.rest.subarray(end + this.delimiter.length);
    this.inContent = false;
    return size <= most ? Buffer.concat(kept) : undefined;
  }

  private starts(bytes: Buffer): boolean {
    return this.rest.subarray(0, bytes.length).equals(bytes);
  }

  private async more(): Promise<void> {
    const { promise: late, reject } = Promise.withResolvers<never>();
    const patience = setTimeout(() => reject(new MultipartError('too_slow')), this.limits.patienceMs);
    try {
      const reading = this.reader.read().catch((error: unknown) => {
        throw new MultipartError('cut_off', { cause: error });
      });
      const { done, value } = await Promise.race([this.stopped.promise, reading, late]);
      if (done) throw new MultipartError('cut_off');
      this.came += value.length;
      if (this.came > this.limits.most) throw new MultipartError('too_large');
      this.rest = Buffer.concat([this.rest, value]);
    } finally {
      clearTimeout(patience);
    }
  }
}

function boundaryOf(contentType: string): string | undefined {
  try {
    const type = new MIMEType(contentType);
    const boundary = type.params.get('boundary') ?? '';
    const fits = type.essence === 'multipart/form-data' && boundary !== '' && boundary.length <= LONGEST_BOUNDARY;
    return fits ? boundary : undefined;
  } catch {
    return undefined;
  }
}

/** Has the platform read a form of one part that has this head and is empty. */
async function readHead(head: Buffer): Promise<PartHead> {
  const form = Buffer.concat([Buffer.from('--head'), head, Buffer.from('\r\n\r\n\r\n--head--\r\n')]);
  const headers = { 'content-type': 'multipart/form-data; boundary=head' };
  const read = await new Response(new Uint8Array(form), { headers }).formData().catch((error: unknown) => {
    throw new MultipartError('malformed', { cause: error });
  });
  const [entry] = read;
  if (!entry) throw new MultipartError('malformed');
  const [name, value] = entry;
  return typeof value === 'string' ? { name } : { name, file: value.name };
}
