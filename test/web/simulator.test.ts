/** The simulator's routes, without a browser: who may come in, what they may say, and a stream that goes on after a break. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Arrival } from '../../src/channels/channel.ts';
import { createSimulator, type Simulator } from '../../src/channels/simulator/simulator.ts';
import type { Language } from '../../src/domain/message.ts';
import { createLog } from '../../src/log.ts';
import { simulatorRoutes } from '../../src/web/simulator/routes.ts';
import { message } from '../support/contract-words.ts';
import { i18n } from '../support/shell.ts';
import { BUDI, SARI } from '../support/world.ts';

const HERE = 'http://localhost:3000';
const PAGE = { host: 'localhost:3000', origin: HERE, 'content-type': 'application/json' };
const { phone: _, ...NUMBERLESS } = BUDI;

let phones: { buttons: Simulator; numbers: Simulator };
let app: ReturnType<typeof simulatorRoutes>;
let arrivals: Arrival[];
let handset: string;

beforeEach(async () => {
  const words = { numbersHint: (language: Language) => i18n.plain(language, { key: 'engine.numbers_hint' }) };
  const log = createLog('silent');
  phones = { buttons: createSimulator('buttons', words, log), numbers: createSimulator('numbers', words, log) };
  arrivals = [];
  for (const phone of Object.values(phones)) await phone.start(async (arrival) => void arrivals.push(arrival));
  app = simulatorRoutes({ phones, personas: [SARI, NUMBERLESS], i18n });
  handset = randomUUID();
});

const body = (more: object = {}): object => ({
  phone: 'buttons',
  handset,
  id: randomUUID(),
  persona: 0,
  language: 'id',
  deed: { kind: 'text', text: 'halo' },
  ...more,
});

const act = (content: unknown, headers: Record<string, string> = PAGE): Promise<Response> =>
  Promise.resolve(app.request('/simulator/acts', { method: 'POST', headers, body: JSON.stringify(content) }));

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  Promise.resolve(app.request(path, { headers: { host: 'localhost:3000', ...headers } }));

describe('lets in', () => {
  it.each(['localhost:3000', '127.0.0.1', '[::1]:3000'])('this machine: %s', async (host) => {
    expect((await get('/simulator', { host })).status).toBe(200);
  });

  it.each(['evil.example', 'localhost.evil.example:3000', '127.0.0.1.nip.io', 'localhost:3000@evil.example', ''])(
    'no page elsewhere that was made to point here: %j',
    async (host) => {
      expect((await get('/simulator', { host })).status).toBe(421);
      expect((await get('/simulator/island.js', { host })).status).toBe(421);
      expect((await act(body(), { ...PAGE, host, origin: `http://${host}` })).status).toBe(421);
      expect(arrivals).toEqual([]);
    },
  );

  it.each(['http://evil.example', 'http://localhost:4000', 'null', 'https://localhost:3000'])(
    'no act of another origin: %s',
    async (origin) => {
      expect((await act(body(), { ...PAGE, origin })).status).toBe(403);
      expect(arrivals).toEqual([]);
    },
  );

  it.each(['cross-site', 'same-site'])(
    'links from elsewhere, but nothing that is part of a page there: %s',
    async (site) => {
      const from = (mode: string) => ({ 'sec-fetch-site': site, 'sec-fetch-mode': mode });
      expect((await get('/simulator', from('navigate'))).status).toBe(200);
      expect((await get('/simulator/island.js', from('no-cors'))).status).toBe(403);
      expect((await get(`/simulator/events?buttons=${handset}&numbers=${handset}`, from('cors'))).status).toBe(403);
      expect((await get('/simulator/island.js', { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    },
  );

  it('no act without an origin, and none that a form could send', async () => {
    const { origin: _origin, ...bare } = PAGE;
    expect((await act(body(), bare)).status).toBe(403);
    expect((await act(body(), { ...PAGE, 'content-type': 'text/plain' })).status).toBe(415);
    expect(arrivals).toEqual([]);
  });
});

describe('an act', () => {
  it.each([
    ['no JSON object', 'x'],
    ['another phone', { phone: 'telegram' }],
    ['no id of a phone', { handset: '../../etc' }],
    ['no id of its own', { id: 'm1' }],
    ['a persona before the first', { persona: -1 }],
    ['another language', { language: 'nl' }],
    ['an unknown deed', { deed: { kind: 'pay' } }],
    ['an empty text', { deed: { kind: 'text', text: '  ' } }],
    ['a text too long', { deed: { kind: 'text', text: 'x'.repeat(4097) } }],
    ['data too long', { deed: { kind: 'tap', bubble: 'x', data: 'x'.repeat(65) } }],
    ['a number of its own', { deed: { kind: 'contact', phone: '+6281299999999' }, sender: '+6281299999999' }],
  ])('is refused with %s', async (_name, wrong) => {
    expect((await act(typeof wrong === 'string' ? wrong : body(wrong))).status).toBe(400);
    expect(arrivals).toEqual([]);
  });

  it('is refused when it is huge', async () => {
    expect((await act(body({ deed: { kind: 'text', text: 'x'.repeat(40_000) } }))).status).toBe(413);
  });

  it('arrives once, however often it is sent', async () => {
    const once = body();
    expect((await act(once)).status).toBe(202);
    expect((await act(once)).status).toBe(202);
    await expect.poll(() => phones.buttons.waiting(handset)).toBe(0);
    expect(arrivals.map((arrival) => arrival.act)).toEqual([{ kind: 'text', text: 'halo' }]);
  });

  it('shares the number of whoever holds the phone', async () => {
    await act(body({ deed: { kind: 'contact' } }));
    await act(body({ phone: 'numbers' }));
    await act(body({ phone: 'numbers', persona: 1 }));
    await expect.poll(() => arrivals).toHaveLength(3);
    const [contact, known, unknown] = arrivals;
    expect(contact?.act).toEqual({ kind: 'contact', phone: SARI.phone, own: true });
    expect(known?.sender).toBe(SARI.phone);
    expect(unknown?.sender).toMatch(/^\+62/);
    expect(unknown?.sender).not.toBe(BUDI.phone);
  });

  it('waits its turn only so long as there is room', async () => {
    await phones.buttons.stop();
    expect((await act(body())).status).toBe(503);
    const held = createSimulator('buttons', { numbersHint: () => '' }, createLog('silent'));
    await held.start(() => new Promise(() => {}));
    const full = simulatorRoutes({ phones: { ...phones, buttons: held }, personas: [SARI], i18n });
    const statuses: number[] = [];
    for (let n = 0; n < 60; n += 1) {
      const response = await full.request('/simulator/acts', {
        method: 'POST',
        headers: PAGE,
        body: JSON.stringify(body()),
      });
      statuses.push(response.status);
    }
    expect(statuses.slice(0, 50).every((status) => status === 202)).toBe(true);
    expect(statuses.slice(50).every((status) => status === 429)).toBe(true);
  });
});

describe('the page', () => {
  it('lets in nothing inline and nothing from elsewhere', async () => {
    const response = await get('/simulator');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(
      /default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'/,
    );
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    const html = await response.text();
    expect(html).not.toMatch(/\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc="\/simulator\/island\.js")/);
  });

  it('speaks both languages, and Indonesian unless asked', async () => {
    expect(await (await get('/simulator')).text()).toContain('<html lang="id">');
    expect(await (await get('/simulator?bahasa=en')).text()).toContain('<html lang="en">');
    expect(await (await get('/simulator?bahasa=%22%3E%3Cscript%3E')).text()).toContain('<html lang="id">');
  });

  it('escapes what the roster says', async () => {
    const personas = [{ ...SARI, name: '<img src=x onerror=alert(1)>"\'' }];
    const html = await (
      await simulatorRoutes({ phones, personas, i18n }).request('/simulator', { headers: PAGE })
    ).text();
    expect(html).not.toContain('<img src=x');
  });

  it('says so when there is nobody to play', async () => {
    const html = await (
      await simulatorRoutes({ phones, personas: [], i18n }).request('/simulator', { headers: PAGE })
    ).text();
    expect(html).toContain(i18n.plain('id', { key: 'simulator.people_none' }));
  });
});

describe('files', () => {
  it('come as what they are and nothing else', async () => {
    const file = {
      name: 'sertifikat «a".pdf',
      type: 'application/pdf',
      bytes: new Uint8Array([37, 80, 68, 70]),
    } as const;
    await phones.numbers.send({ channel: 'simulator-numbers', id: handset }, message('Berkas', { file }));
    const id = phones.numbers.handset(handset)?.since(0).bubbles[0]?.file?.id;
    const response = await get(`/simulator/files/${id}`);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-disposition')).toMatch(
      /^inline; filename\*=UTF-8''sertifikat%20%C2%ABa%22\.pdf$/,
    );
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(file.bytes);
    expect((await get(`/simulator/files/${randomUUID()}`)).status).toBe(404);
  });
});

describe('events', () => {
  const other = randomUUID();
  const address = () => ({ channel: 'simulator-buttons', id: handset }) as const;

  /** Reads the stream until `found` says it has seen enough. */
  async function read(found: (text: string) => boolean, headers: Record<string, string> = {}): Promise<string> {
    const response = await get(`/simulator/events?buttons=${handset}&numbers=${other}`, headers);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (reader && !found(text)) {
      const { value, done } = await reader.read();
      if (done) break;
      text += value;
    }
    await reader?.cancel();
    return text;
  }

  it('tell everything first, and after a break what changed since', async () => {
    await phones.buttons.send(address(), message('satu'));
    const first = await read((text) => text.includes('"satu"') && /id: \S+\n\n/.test(text));
    const id = /id: (\S+)/.exec(first)?.[1] ?? '';
    await phones.buttons.send(address(), message('dua'));
    const second = await read((text) => text.includes('"dua"'), { 'last-event-id': id });
    expect(second).not.toContain('"satu"');
    const foreign = await read((text) => text.includes('"dua"'), { 'last-event-id': 'elsewhere.99.99' });
    expect(foreign).toContain('"satu"');
  });

  it('follow what happens', async () => {
    const seen = read((text) => text.includes('"tiga"'));
    await phones.buttons.send(address(), message('tiga'));
    expect(await seen).toContain('event: buttons');
  });

  it('keep no place for whoever asks for their head alone', async () => {
    const headers = { host: 'localhost:3000' };
    const path = `/simulator/events?buttons=${handset}&numbers=${other}`;
    for (let n = 0; n < 260; n += 1) await app.request(path, { method: 'HEAD', headers });
    expect(await read((text) => text.includes('hello'))).toContain('event: hello');
  });

  it.each(['', '?buttons=x&numbers=y', `?buttons=${other}`])('are refused for what is no phone: %j', async (query) => {
    expect((await get(`/simulator/events${query}`)).status).toBe(400);
  });
});
