/** Multipart forms in pieces of any length, as browsers send them and as nobody should. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Multipart,
  MultipartError,
  type MultipartFault,
  type MultipartLimits,
  type PartHead,
} from '../../../src/web/mailbox/multipart.ts';

const LIMITS: MultipartLimits = { most: 1_000_000, patienceMs: 10_000 };
const TYPE = 'multipart/form-data; boundary=----WebKitFormBoundaryAbC123';
const LINE = '------WebKitFormBoundaryAbC123';

/** A body that comes in pieces, and then ends, breaks or hangs. */
function stream(pieces: readonly Uint8Array[], then: 'ends' | 'breaks' | 'hangs' = 'ends'): ReadableStream<Uint8Array> {
  const left = [...pieces];
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = left.shift();
      if (piece) controller.enqueue(piece);
      else if (then === 'breaks') controller.error(new Error('reset'));
      else if (then === 'ends') controller.close();
    },
  });
}

function request(body: ReadableStream<Uint8Array> | string, type = TYPE): Request {
  const init: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    body,
    headers: { 'content-type': type },
    duplex: 'half',
  };
  return new Request('http://here/', init);
}

const open = (body: ReadableStream<Uint8Array> | string, limits = LIMITS): Multipart =>
  new Multipart(request(body), limits);

const field = (name: string, value: string): string =>
  `${LINE}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

async function readAll(form: Multipart, most = 1_000_000): Promise<(PartHead & { content: Buffer | undefined })[]> {
  const parts: (PartHead & { content: Buffer | undefined })[] = [];
  for (let head = await form.next(); head; head = await form.next()) {
    parts.push({ ...head, content: await form.content(most) });
  }
  return parts;
}

async function faultOf(work: () => Promise<unknown> | unknown): Promise<MultipartFault | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof MultipartError) return error.fault;
    throw error;
  }
}

describe('a form', () => {
  it('is read as the platform wrote it, wherever it is cut', async () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom('\r\n', '\r\n--', LINE, `\r\n${LINE.slice(0, -1)}`, '--').map((text) => Buffer.from(text)),
    );
    const part = fc.record({
      name: fc.string({ minLength: 1 }),
      file: fc.option(fc.string({ minLength: 1 })),
      content,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 5 }), fc.integer({ min: 1, max: 200 }), async (parts, length) => {
        const data = new FormData();
        for (const { name, file, content: bytes } of parts) {
          const blob = new Blob([new Uint8Array(bytes)]);
          if (file === null) data.append(name, Buffer.from(bytes).toString('base64'));
          else data.append(name, blob, file);
        }
        const written = new Response(data);
        const bytes = new Uint8Array(await written.clone().arrayBuffer());
        const pieces = Array.from({ length: Math.ceil(bytes.length / length) }, (_, n) =>
          bytes.subarray(n * length, (n + 1) * length),
        );
        const read = await readAll(
          new Multipart(request(stream(pieces), written.headers.get('content-type') ?? ''), LIMITS),
        );
        const expected = await Promise.all(
          [...(await written.formData())].map(async ([name, value]) =>
            typeof value === 'string'
              ? { name, content: Buffer.from(value) }
              : { name, file: value.name, content: Buffer.from(await value.arrayBuffer()) },
          ),
        );
        expect(read).toEqual(expected);
      }),
    );
  });

  it('may have something before and behind it', async () => {
    const form = open(`preamble\r\n${field('a', '1')}${LINE}--\r\nepilogue`);
    expect(await readAll(form)).toEqual([{ name: 'a', content: Buffer.from('1') }]);
  });

  it('may be left unread in parts', async () => {
    const form = open(`${field('a', '1')}${field('b', '2')}${LINE}--`);
    expect((await form.next())?.name).toBe('a');
    expect((await form.next())?.name).toBe('b');
    expect(await form.content(10)).toEqual(Buffer.from('2'));
    expect(await form.next()).toBeUndefined();
  });

  it('gives no part that is larger than wanted, and all those behind it', async () => {
    const parts = await readAll(open(`${field('a', 'x'.repeat(101))}${field('b', 'y'.repeat(100))}${LINE}--`), 100);
    expect(parts.map(({ content }) => content?.length)).toEqual([undefined, 100]);
  });
});

describe('is refused', () => {
  it.each<[string, string]>([
    ['without a type', ''],
    ['of another type', 'application/x-www-form-urlencoded'],
    ['without a boundary', 'multipart/form-data'],
    ['with a boundary that is none', 'multipart/form-data; boundary='],
    ['with a boundary too long', `multipart/form-data; boundary=${'x'.repeat(71)}`],
  ])('%s', async (_, type) => {
    expect(await faultOf(() => new Multipart(request('x', type), LIMITS))).toBe('malformed');
  });

  it.each<[string, string, MultipartFault]>([
    ['that is empty', '', 'cut_off'],
    ['that has no part', 'x'.repeat(5000), 'cut_off'],
    ['that breaks off in a head', `${LINE}\r\nContent-Dispo`, 'cut_off'],
    ['that breaks off in a part', field('a', '1').slice(0, -3), 'cut_off'],
    ['that breaks off behind a part', field('a', '1'), 'cut_off'],
    ['with a line that is no delimiter', `${LINE}x\r\n\r\n`, 'malformed'],
    ['with a part without a head', `${LINE}\r\n\r\n1\r\n${LINE}--`, 'malformed'],
    ['with a part without a name', `${LINE}\r\nContent-Type: text/plain\r\n\r\n1\r\n${LINE}--`, 'malformed'],
    ['with a head that is none', `${LINE}\r\n<script>\r\n\r\n1\r\n${LINE}--`, 'malformed'],
    ['with a head without an end', `${LINE}\r\n${'a: b\r\n'.repeat(2000)}`, 'malformed'],
  ])('%s', async (_, body, fault) => {
    expect(await faultOf(() => readAll(open(body)))).toBe(fault);
  });

  it('once it is larger than it may be, and is read no further', async () => {
    let read = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        read += 1;
        controller.enqueue(read === 1 ? Buffer.from(field('a', '').slice(0, -2)) : new Uint8Array(1000));
      },
    });
    expect(await faultOf(() => readAll(open(endless, { ...LIMITS, most: 50_000 })))).toBe('too_large');
    expect(read).toBeLessThan(60);
  });

  it('when its connection breaks, or nothing comes any more', async () => {
    const begun = [Buffer.from(field('a', '1'))];
    expect(await faultOf(() => readAll(open(stream(begun, 'breaks'))))).toBe('cut_off');
    expect(await faultOf(() => readAll(open(stream(begun, 'hangs'), { ...LIMITS, patienceMs: 1 })))).toBe('too_slow');
  });
});
