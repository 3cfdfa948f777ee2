/**
 * How the service and its cleaner talk over a pair of pipes: `head's length | body's length | head | body`, the lengths as
 * 32 bits, big-endian; the head is JSON. A format of our own and this plain because the cleaner, which handles whatever
 * strangers send, is not to be trusted with anything that rebuilds objects.
 */
import type { Writable } from 'node:stream';

export interface Frame {
  /** As it was sent; its shape is the receiver's to check. */
  readonly head: unknown;
  readonly body: Buffer;
}

/** What came is no frame, or a larger one than may be. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

const LENGTHS = 8;
const LONGEST_HEAD = 4096;

/** Resolves when the frame is handed to the system; rejects when the other side is gone. */
export function writeFrame(to: Writable, head: unknown, body: Uint8Array = new Uint8Array()): Promise<void> {
  const json = Buffer.from(JSON.stringify(head));
  const lengths = Buffer.alloc(LENGTHS);
  lengths.writeUInt32BE(json.length, 0);
  lengths.writeUInt32BE(body.length, 4);
  to.write(Buffer.concat([lengths, json]));
  return new Promise((resolve, reject) => {
    to.write(body, (error) => (error ? reject(error) : resolve()));
  });
}

/**
 * The frames of a stream, until it ends; one cut short by the end is none.
 *
 * @param largest the most bytes a body may have; they are set aside once the head has come
 * @throws FrameError
 */
export async function* readFrames(from: AsyncIterable<Buffer>, largest: number): AsyncGenerator<Frame, undefined> {
  const take = taker(from);
  for (;;) {
    const lengths = await take(LENGTHS);
    if (!lengths) return undefined;
    const [headLength, bodyLength] = [lengths.readUInt32BE(0), lengths.readUInt32BE(4)];
    if (headLength > LONGEST_HEAD || bodyLength > largest) throw new FrameError('a frame is too large');
    const head = await take(headLength);
    const body = head && (await take(bodyLength));
    if (!body) return undefined;
    yield { head: parse(head), body };
  }
}

/** Takes so many bytes off the stream at a time, `undefined` when it ends before. */
function taker(from: AsyncIterable<Buffer>): (length: number) => Promise<Buffer | undefined> {
  const chunks = from[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return async (length) => {
    const whole = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done) return undefined;
        rest = next.value;
      }
      const copied = rest.copy(whole, filled);
      rest = rest.subarray(copied);
      filled += copied;
    }
    return whole;
  };
}

function parse(head: Buffer): unknown {
  try {
    return JSON.parse(head.toString('utf8'));
  } catch (error) {
    throw new FrameError('a head is no JSON', { cause: error });
  }
}
