/** What a page may attach: the file as a body, all else in the address; whatever is wrong is refused before it is a message. */
import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Arrival } from '../../src/channels/channel.ts';
import { createSimulator, type Simulator } from '../../src/channels/simulator/simulator.ts';
import { LARGEST_PIECE } from '../../src/domain/evidence.ts';
import { removedFrom } from '../../src/evidence/cleaner/removed.ts';
import { createLog } from '../../src/log.ts';
import { simulatorRoutes } from '../../src/web/simulator/routes.ts';
import { i18n } from '../support/shell.ts';
import { SARI } from '../support/world.ts';

const ORIGIN = 'http://localhost:3000';
const PAGE = { host: 'localhost:3000', origin: ORIGIN, 'content-type': 'application/octet-stream' };
const PHOTO = Buffer.from('ffd8ffe000104a46494600010100', 'hex');
const MOST = LARGEST_PIECE + 1024 * 1024;

let phones: { buttons: Simulator; numbers: Simulator };
let app: ReturnType<typeof simulatorRoutes>;
let arrivals: Arrival[];
let handset: string;

beforeEach(async () => {
  const log = createLog('silent');
  const words = { numbersHint: () => '' };
  phones = { buttons: createSimulator('buttons', words, log), numbers: createSimulator('numbers', words, log) };
  arrivals = [];
  for (const phone of Object.values(phones)) await phone.start(async (arrival) => void arrivals.push(arrival));
  app = simulatorRoutes({ phones, personas: [SARI], i18n });
  handset = randomUUID();
});

const address = (more: Readonly<Record<string, string | undefined>> = {}): string => {
  const all: Readonly<Record<string, string | undefined>> = {
    phone: 'buttons',
    handset,
    id: randomUUID(),
    persona: '0',
    language: 'id',
    as: 'photo',
    name: 'foto.jpg',
    type: 'image/jpeg',
    ...more,
  };
  const told = Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return `/simulator/files?${new URLSearchParams(told)}`;
};

const upload = (
  more: Readonly<Record<string, string | undefined>> = {},
  body: BodyInit = PHOTO,
  headers: Readonly<Record<string, string>> = PAGE,
): Promise<Response> => Promise.resolve(app.request(address(more), { method: 'POST', headers, body }));

const act = (deed: object, language = 'id'): Promise<Response> =>
  Promise.resolve(
    app.request('/simulator/acts', {
      method: 'POST',
      headers: { ...PAGE, 'content-type': 'application/json' },
      body: JSON.stringify({ phone: 'buttons', handset, id: randomUUID(), persona: 0, language, deed }),
    }),
  );

const shown = () => phones.buttons.handset(handset)?.since(0).bubbles.at(-1)?.file;

describe('a file', () => {
  it('arrives on either phone, once, and is shown to the page that sent it', async () => {
    const id = randomUUID();
    for (const phone of ['buttons', 'numbers', 'buttons']) expect((await upload({ id, phone })).status).toBe(202);
    await expect.poll(() => arrivals).toHaveLength(2);
    const media = { ref: expect.any(String), kind: 'photo', size: PHOTO.byteLength };
    expect(arrivals.map((arrival) => arrival.act)).toEqual(Array(2).fill({ kind: 'media', media }));
    expect(arrivals[1]?.sender).toBe(SARI.phone);
    const response = await app.request(`/simulator/files/${shown()?.id}`, { headers: PAGE });
    expect(response.headers.get('content-type')).toBe('image/jpeg');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(PHOTO);
  });

  it.each([
    ['photo', 'image/heic', 'photo'],
    ['photo', '', 'photo'],
    ['photo', 'video/mp4', 'video'],
    ['photo', 'text/html', 'document'],
    ['file', 'video/mp4', 'video'],
    ['file', 'image/png', 'photo'],
    ['file', 'audio/mpeg', 'audio'],
    ['file', 'application/pdf', 'document'],
    ['file', '', 'document'],
    ['file', 'constructor', 'document'],
    ['voice', 'audio/ogg', 'audio'],
    ['voice', 'video/webm', 'audio'],
    ['voice', '', 'audio'],
    ['voice', 'image/png', 'photo'],
  ])('chosen as %s, of type %j, is sent as %s', async (as, type, kind) => {
    expect((await upload({ as, type })).status).toBe(202);
    expect(shown()?.kind).toBe(kind);
  });

  it.each([
    '<img src=x onerror=alert(1)>.jpg',
    '',
    '../../etc/passwd',
    'a\r\nb: c',
    '\u202egpj.exe',
    '👩🏽'.repeat(36),
  ])('may have any name: %j', async (name) => {
    expect((await upload({ name })).status).toBe(202);
    expect(shown()?.name).toBe(name);
    const response = await app.request(`/simulator/files/${shown()?.id}`, { headers: PAGE });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toMatch(/^inline; filename\*=UTF-8''[\w.!'()*%~-]*$/);
  });

  it('is never given back as something that a browser would run', async () => {
    for (const type of ['text/html', 'image/svg+xml', 'text/javascript', 'image/jpeg']) {
      const page = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
      expect((await upload({ as: 'file', type, name: 'a.html' }, page)).status).toBe(202);
      expect((await app.request(`/simulator/files/${shown()?.id}`, { headers: PAGE })).status).toBe(404);
    }
  });
});

describe('refused is', () => {
  const nothing = () => {
    expect(arrivals).toEqual([]);
    expect(phones.buttons.handset(handset)?.since(0).bubbles).toEqual([]);
  };

  it.each(['phone', 'handset', 'id', 'persona', 'language', 'as', 'name', 'type'])(
    'a file of which something is not told: %s',
    async (key) => {
      expect((await upload({ [key]: undefined })).status).toBe(400);
      nothing();
    },
  );

  it.each([
    ['another phone', { phone: 'telegram' }],
    ['no id of a phone', { handset: '../../etc' }],
    ['no id of its own', { id: 'm1' }],
    ['a persona before the first', { persona: '-1' }],
    ['a persona without a number', { persona: '' }],
    ['a persona of many', { persona: '1e3' }],
    ['another language', { language: 'nl' }],
    ['another entry of the menu', { as: 'sticker' }],
    ['a name too long', { name: 'x'.repeat(256) }],
    ['a type too long', { type: 'x'.repeat(301) }],
    ['something more', { sender: '+6281299999999' }],
  ])('a file with %s', async (_, wrong) => {
    expect((await upload(wrong)).status).toBe(400);
    nothing();
  });

  it('a file of nothing', async () => {
    expect((await upload({}, new Uint8Array())).status).toBe(400);
    nothing();
  });

  it('a file over 21 MiB, whether it says so or not; one over 20 MiB is for the bot to refuse', async () => {
    const over = { ...PAGE, 'content-length': String(MOST + 1) };
    expect((await upload({}, new Uint8Array(1), over)).status).toBe(413);
    expect((await upload({}, new Uint8Array(MOST + 1))).status).toBe(413);
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1024 * 1024)),
    });
    const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers: PAGE, body: endless, duplex: 'half' };
    expect((await app.request(new Request(`${ORIGIN}${address()}`, init))).status).toBe(413);
    nothing();
    expect((await upload({}, new Uint8Array(MOST))).status).toBe(202);
    await expect.poll(() => arrivals).toHaveLength(1);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'image/jpeg'])(
    'what a form could send, or anything but plain bytes: %s',
    async (type) => {
      expect((await upload({}, PHOTO, { ...PAGE, 'content-type': type })).status).toBe(415);
      nothing();
    },
  );

  it.each(['http://evil.example', 'http://localhost:4000', 'null'])('a file of another origin: %s', async (origin) => {
    expect((await upload({}, PHOTO, { ...PAGE, origin })).status).toBe(403);
    nothing();
  });

  it('a file without an origin, from elsewhere by name, or through a proxy', async () => {
    const { origin: _, ...bare } = PAGE;
    expect((await upload({}, PHOTO, bare)).status).toBe(403);
    expect((await upload({}, PHOTO, { ...PAGE, host: 'evil.example', origin: 'http://evil.example' })).status).toBe(
      421,
    );
    expect((await upload({}, PHOTO, { ...PAGE, 'x-forwarded-for': '10.0.0.1' })).status).toBe(421);
    nothing();
  });

  it('a file for which nobody is there', async () => {
    await phones.buttons.stop();
    expect((await upload()).status).toBe(503);
    nothing();
  });
});

describe('the photo that is ready', () => {
  it.each([
    ['id', 'foto-contoh.jpg'],
    ['en', 'sample-photo.jpg'],
  ])('is a picture with a place, a time and a camera in it: %s', async (language, name) => {
    expect((await act({ kind: 'sample' }, language)).status).toBe(202);
    expect(shown()).toMatchObject({ name, kind: 'photo', type: 'image/jpeg' });
    const bytes = Buffer.from(phones.buttons.file(shown()?.id ?? '')?.bytes ?? []);
    expect(removedFrom(bytes, await sharp(bytes).metadata())).toEqual(['place', 'time', 'device']);
  });

  it('brings nothing of the page', async () => {
    expect((await act({ kind: 'media', file: { name: 'a', kind: 'photo', bytes: 'x' } })).status).toBe(400);
    expect((await act({ kind: 'attach', what: 'photo' })).status).toBe(400);
  });
});
