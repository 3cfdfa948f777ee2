/**
 * PostgreSQL's protocol, as far as a gate in front of PGlite must know it: where a message ends, how a conversation begins,
 * and whether a transaction is open (https://www.postgresql.org/docs/17/protocol-message-formats.html).
 */

/** What a client says first; it has no type byte. */
export type Greeting = 'startup' | 'encryption' | 'cancel';

/** The bytes are no PostgreSQL protocol, or a message is larger than any of ours. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

const LARGEST = 64 * 1024 * 1024;
const GREETINGS: ReadonlyMap<number, Greeting> = new Map([
  [196_608, 'startup'],
  [196_610, 'startup'],
  [80_877_102, 'cancel'],
  [80_877_103, 'encryption'],
  [80_877_104, 'encryption'],
]);

/** Takes whole messages off a stream of bytes. */
export class Frames {
  private rest: Buffer = Buffer.alloc(0);

  push(chunk: Uint8Array): void {
    this.rest = Buffer.concat([this.rest, chunk]);
  }

  /** The next greeting, once it is complete. */
  greeting(): Greeting | undefined {
    const bytes = this.take(0);
    if (!bytes) return undefined;
    const greeting = bytes.length < 8 ? undefined : GREETINGS.get(bytes.readUInt32BE(4));
    if (!greeting) throw new WireError('not a greeting of PostgreSQL');
    return greeting;
  }

  /** The next message, type byte and all, once it is complete. */
  message(): Buffer | undefined {
    return this.take(1);
  }

  private take(head: 0 | 1): Buffer | undefined {
    if (this.rest.length < head + 4) return undefined;
    const length = this.rest.readUInt32BE(head);
    if (length < 4 || length > LARGEST) throw new WireError('not a message of PostgreSQL');
    if (this.rest.length < head + length) return undefined;
    const bytes = this.rest.subarray(0, head + length);
    this.rest = this.rest.subarray(head + length);
    return bytes;
  }
}

/** Sync, Query, Flush, and the ends of a COPY: what was said up to here can be carried out. */
export const endsBatch = (message: Buffer): boolean => 'SQHcf'.includes(String.fromCharCode(message[0] ?? 0));

export const isTerminate = (message: Buffer): boolean => message[0] === 0x58;

/** Whether a backend's answer ends in «ready, no transaction open». */
export const isIdle = (answer: Buffer): boolean => {
  const end = answer.subarray(-6);
  return end.length === 6 && end[0] === 0x5a && end.readUInt32BE(1) === 5 && end[5] === 0x49;
};

/** AuthenticationOk, the settings a driver asks for, ReadyForQuery. */
export const welcome = (serverVersion: string): Buffer =>
  Buffer.concat([
    Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]),
    ...Object.entries({
      server_version: serverVersion,
      server_encoding: 'UTF8',
      client_encoding: 'UTF8',
      DateStyle: 'ISO, MDY',
      TimeZone: 'UTC',
      integer_datetimes: 'on',
      standard_conforming_strings: 'on',
    }).map(([name, value]) => message('S', `${name}\0${value}\0`)),
    message('Z', 'I'),
  ]);

/** Ends what a client left open: the pipeline it was in, then its transaction. */
export const ABANDON: Buffer = Buffer.concat([message('S', ''), message('Q', 'ROLLBACK\0')]);

function message(type: string, text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(5, type);
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}
