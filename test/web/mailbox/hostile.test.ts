/** What nobody should send, and what the answers let through. */
import { describe, expect, it } from 'vitest';
import { text } from '../../../src/domain/message.ts';
import { i18n } from '../../support/shell.ts';
import { type Office, SHOWN, upload, Visitor } from './support.ts';
import { expectNothing, visits } from './visit.ts';

const MEGABYTE = 1024 * 1024;
const UNKNOWN = '9RTN-4HVE-K7QM-2XPD';

let office: Office;
let visitor: Visitor;

visits((...both) => {
  [office, visitor] = both;
});

const say = (...message: Parameters<typeof text>): string => i18n.plain('id', text(...message));

describe('every answer', () => {
  it('keeps everything out, is kept by nobody, and tells nobody where one was', async () => {
    const answers = [
      await visitor.get(),
      await visitor.get('/status?code=x'),
      await visitor.opens(),
      await visitor.opens(UNKNOWN),
      await visitor.post('/status', 'x'.repeat(100_000)),
      await visitor.post('/status/evidence', 'x'),
      await visitor.post('/status/letter', { code: SHOWN, letter: 'x' }),
      await new Visitor(office.routes(), { headers: { 'sec-fetch-site': 'cross-site' } }).opens(),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 303, 200, 404, 413, 400, 200, 403]);
    for (const { headers } of answers) {
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('set-cookie')).toBeNull();
      const policy = headers.get('content-security-policy') ?? '';
      for (const part of ["default-src 'none'", "script-src 'none'", "form-action 'self'", "frame-ancestors 'none'"]) {
        expect(policy).toContain(part);
      }
      expect(policy).not.toContain('unsafe');
    }
  });

  it('has nothing inline, no script, and fields that no browser remembers', async () => {
    for (const response of [await visitor.get(), await visitor.opens()]) {
      const page = await response.text();
      expect(page).not.toMatch(/<script|<style|\son[a-z]+=|\sstyle=/i);
      for (const form of page.match(/<form[^>]*>/g) ?? []) expect(form).toContain('autocomplete="off"');
      expect(page).toContain('<title>Status – ikrar</title>');
    }
  });
});

describe('a code', () => {
  it('that is wrong and one that never was get the same page', async () => {
    const pages = await Promise.all(
      [UNKNOWN, '2B5D-8FGH-JK3M-NP6R'].map(async (code) => {
        const response = await visitor.opens(code);
        return [response.status, [...response.headers], await response.text()];
      }),
    );
    expect(pages[0]).toEqual(pages[1]);
    expect(pages[0]).toEqual([404, expect.anything(), expect.stringContaining(say('mailbox.unknown'))]);
  });

  it.each([
    ['empty', ''],
    ['short', 'K7QM'],
    ['of 10,000 letters', 'K7QM-'.repeat(2000)],
    ['a script', '<script>alert(1)</script>'],
    ['with lines of a header', 'x\r\nset-cookie: a=b\r\n\r\n<b>'],
    ['with a null', '2B5D\u00008FGHJK3MNP6Q'],
    ['SQL', "' OR 1=1 --"],
  ])('that is none, %s, is not looked up, and not shown again', async (_, code) => {
    const response = await visitor.opens(code);
    const page = await response.text();
    expect(response.status).toBe(400);
    expect(page).toContain(say('mailbox.not_a_code'));
    expect(page).not.toMatch(/alert\(1|OR 1=1|set-cookie|<b>/);
    expect(response.headers.get('set-cookie')).toBeNull();
    // No guess: the brake is not touched.
    for (let n = 0; n < 10; n += 1) await visitor.opens(code);
    expect((await visitor.opens(UNKNOWN)).status).toBe(404);
  });

  it.each([SHOWN, '<script>'])('in an address is taken out of it: %s', async (code) => {
    for (const path of ['/status', '/status/letter', '/status/evidence', '/status/elsewhere']) {
      const response = await visitor.get(`${path}?code=${encodeURIComponent(code)}`);
      expect([response.status, response.headers.get('location')]).toEqual([303, '/status']);
      expect(await response.text()).toBe('');
    }
    const english = await visitor.get(`/status?bahasa=en&kode=${encodeURIComponent(code)}`);
    expect(english.headers.get('location')).toBe('/status?bahasa=en');
    const posted = await visitor.post(`/status?code=${encodeURIComponent(SHOWN)}`, {});
    expect(posted.status).toBe(400);
  });

  it('guessed many times meets 429, a right one still opens, and another network notices nothing', async () => {
    for (let n = 0; n < 5; n += 1) expect((await visitor.opens(UNKNOWN)).status).toBe(404);
    const slow = await visitor.opens(UNKNOWN);
    expect([slow.status, slow.headers.get('retry-after')]).toEqual([429, '60']);
    expect(await slow.text()).toContain('coba lagi setelah 17 November 2026 pukul 12.01 WIB');
    expect((await visitor.opens()).status).toBe(200);
    const app = office.routes({ proxies: ['172.16.0.0/12'] });
    const through = (address: string) =>
      new Visitor(app, { peer: '172.18.0.1', headers: { 'x-forwarded-for': `10.9.9.9, ${address}` } });
    for (let n = 0; n < 6; n += 1) await through('198.51.100.1').opens(UNKNOWN);
    expect((await through('198.51.100.1').opens(UNKNOWN)).status).toBe(429);
    expect((await through('198.51.100.2').opens(UNKNOWN)).status).toBe(404);
    expect((await through('198.51.100.1').post('/status/evidence', upload([], { code: UNKNOWN }))).status).toBe(429);
  });

  it('is needed for each thing anew', async () => {
    for (const code of ['', UNKNOWN]) {
      await visitor.post('/status/letter', { code, letter: 'x' });
      await visitor.post('/status/withdrawal', { code, sure: 'yes' });
      await visitor.post('/status/evidence', upload([new File(['x'], 'x.txt')], { code }));
    }
    // The files first, and only then the code: nothing is read before it is known whose they are.
    const late = new FormData();
    late.append('files', new File(['x'], 'x.txt'));
    late.append('code', SHOWN);
    expect((await visitor.post('/status/evidence', late)).status).toBe(400);
    await expectNothing(office);
  });
});

describe('a form', () => {
  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000' },
    { 'sec-fetch-site': '', origin: 'https://evil.example' },
  ])('of another page is refused: %j', async (headers) => {
    const foreign = new Visitor(office.routes(), { headers });
    for (const path of ['/status', '/status/letter', '/status/withdrawal']) {
      const response = await foreign.post(path, { code: SHOWN, letter: 'x', sure: 'yes' });
      expect([response.status, await response.text()]).toEqual([
        403,
        expect.stringContaining(say('mailpage.fault_foreign')),
      ]);
    }
    expect((await foreign.post('/status/evidence', upload([new File(['x'], 'x.txt')]))).status).toBe(403);
    await expectNothing(office);
  });

  it.each([
    ['https://evil.example', 403],
    ['http://localhost:3001', 403],
    ['http://localhost:3000', 200],
    ['https://ikrar.example.go.id', 200],
    ['null', 200],
    [undefined, 200],
  ])('of a browser that tells its origin at most: %s', async (origin, status) => {
    const app = office.routes({ publicUrl: 'https://ikrar.example.go.id' });
    const headers = { host: 'localhost:3000', ...(origin === undefined ? {} : { origin }) };
    const body = new URLSearchParams({ code: SHOWN });
    expect((await app.request('/status', { method: 'POST', headers, body })).status).toBe(status);
  });

  it.each(['/status', '/status/letter', '/status/withdrawal'])('that is huge is not read: %s', async (path) => {
    const huge = `letter=x&code=${SHOWN}&more=${'x'.repeat(MEGABYTE)}`;
    expect((await visitor.post(path, huge)).status).toBe(413);
    expect((await visitor.post(path, huge, { 'content-length': String(huge.length) })).status).toBe(413);
    await expectNothing(office);
  });

  it('of another kind says nothing', async () => {
    const json = await visitor.post('/status', JSON.stringify({ code: SHOWN }), { 'content-type': 'application/json' });
    expect(json.status).toBe(400);
    expect((await visitor.post('/status', upload([]))).status).toBe(400);
    expect((await visitor.post('/status/evidence', `code=${SHOWN}`)).status).toBe(400);
    expect((await visitor.post('/status/elsewhere', { code: SHOWN })).status).toBe(404);
  });

  it('may name what it sends as it likes, and harms itself at most', async () => {
    for (const once of ['', '../../x', 'x'.repeat(10_000), "'; DROP TABLE intake"]) {
      expect((await visitor.post('/status/letter', { code: SHOWN, letter: 'x', once })).status).toBe(200);
    }
    await office.sweep();
    expect(await office.letters()).toHaveLength(4);
  });
});
