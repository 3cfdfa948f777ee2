/** Files that nobody should send: too many, too large, broken off, named to do harm. */
import { describe, expect, it } from 'vitest';
import type { Letterbox } from '../../../src/conversation/letterbox.ts';
import { text } from '../../../src/domain/message.ts';
import { i18n } from '../../support/shell.ts';
import { codeOf, type Office, SHOWN, traces, upload, Visitor } from './support.ts';
import { expectNothing, visits } from './visit.ts';

const MEGABYTE = 1024 * 1024;

let office: Office;
let visitor: Visitor;
visits((...both) => {
  [office, visitor] = both;
});

const say = (...message: Parameters<typeof text>): string => i18n.plain('id', text(...message));

describe('files', () => {
  const file = (size: number, name = 'x.bin') => new File([new Uint8Array(size).fill(1)], name);

  it('are ten at most; of more, the first ten are sent and the rest is told', async () => {
    const files = Array.from({ length: 11 }, (_, n) => file(10, `f${n + 1}.bin`));
    const page = await (await visitor.post('/status/evidence', upload(files))).text();
    expect(page).toContain(say('mailbox.added', { count: 10 }));
    expect(page).toMatch(/<bdi>f11\.bin<\/bdi> Tidak terkirim, karena sekali kirim paling banyak 10 file/);
    expect(await office.db.evidence.count()).toBe(10);
  });

  it('are fifty at the very most', async () => {
    const files = Array.from({ length: 51 }, () => file(1));
    expect((await visitor.post('/status/evidence', upload(files))).status).toBe(413);
    await expectNothing(office);
  });

  it('of 21 MiB are not kept, and those behind them are', async () => {
    const sent = upload([file(21 * MEGABYTE, 'besar.bin'), file(MEGABYTE, 'pas.bin')]);
    const page = await (await visitor.post('/status/evidence', sent)).text();
    expect(page).toContain(say('mailbox.added', { count: 1 }));
    expect(page).toMatch(/<bdi>besar\.bin<\/bdi> Bukti 1 belum dapat disimpan\. File itu lebih dari 20 MB/);
    expect(page).toMatch(/<bdi>pas\.bin<\/bdi> Bukti 2 sudah aman/);
    expect(await office.db.evidence.count()).toBe(1);
  });

  it('of more than 60 MiB together are not kept, not even the first, told beforehand or not', async () => {
    const large = [1, 2, 3].map((n) => file(20.5 * MEGABYTE, `${n}.bin`));
    const sent = await visitor.post('/status/evidence', upload([file(5), ...large]));
    expect([sent.status, await sent.text()]).toEqual([
      413,
      expect.stringContaining(say('mailpage.fault_large', { total: 60 })),
    ]);
    const told = await visitor.post('/status/evidence', upload([]), { 'content-length': String(64 * MEGABYTE) });
    expect(told.status).toBe(413);
    await expectNothing(office);
  });

  it('named to do harm do none', async () => {
    const name = '"><script>alert(1)</script>\r\nset-cookie: a=b.jpg';
    const response = await visitor.post('/status/evidence', upload([file(5, name), file(5, '../../etc/passwd')]));
    expect(response.status).toBe(200);
    expect(response.headers.get('set-cookie')).toBeNull();
    const page = await response.text();
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;');
  });

  it('that break off in the middle leave nothing behind', async () => {
    const written = new Response(upload([file(100), file(100)]));
    const bytes = new Uint8Array(await written.arrayBuffer());
    const headers = { 'sec-fetch-site': 'same-origin', 'content-type': written.headers.get('content-type') ?? '' };
    for (const length of [bytes.length - 10, bytes.length - 150, 300, 10]) {
      const init = { method: 'POST', headers, body: bytes.slice(0, length) };
      const response = await office.routes().request('/status/evidence', init);
      expect([response.status, await response.text()]).toEqual([
        400,
        expect.stringContaining(say('mailpage.fault_broken')),
      ]);
    }
    await expectNothing(office);
  });

  it('are sent by four reports at a time; the fifth is told so, and the same report begins anew', async () => {
    const codes = ['0', '1', '2', '3', '4'].map((digit) => codeOf(`K7QM2XPD9RTN4HV${digit}`));
    for (const code of codes) await office.file(code);
    const gate = Promise.withResolvers<void>();
    let held = 0;
    const letterbox: Letterbox = {
      ...office.letterbox,
      secure: async (box, bytes, original, signal) => {
        held += 1;
        await Promise.race([
          gate.promise,
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
        ]);
        return office.letterbox.secure(box, bytes, original, signal);
      },
    };
    const crowded = new Visitor(office.routes({ letterbox }));
    const send = (n: number) => crowded.post('/status/evidence', upload([file(5)], { code: codes[n] ?? '' }));
    const sending = [0, 1, 2, 3].map(send);
    await expect.poll(() => held).toBe(4);
    const refused = await send(4);
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining(say('mailpage.fault_busy'))]);
    const anew = send(0);
    expect((await sending[0])?.status).toBe(409);
    gate.resolve();
    expect((await anew).status).toBe(200);
    expect((await Promise.all(sending.slice(1))).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await send(4)).status).toBe(200);
    expect(await office.db.evidence.count()).toBe(5);
  });
});

it('a fault of ours is told kindly, and logged without a word of the code', async () => {
  const failing = () => Promise.reject(new Error(`no mailbox for ${SHOWN}`));
  const broken = new Visitor(office.routes({ letterbox: { ...office.letterbox, open: failing } }));
  for (const response of [
    await broken.opens(),
    await broken.post('/status/evidence', upload([new File(['x'], 'x.txt')])),
  ]) {
    const page = await response.text();
    expect([response.status, page]).toEqual([500, expect.stringContaining(say('mailpage.fault_failed'))]);
    for (const trace of traces()) expect(page).not.toContain(trace);
  }
  expect(office.logged).toHaveLength(2);
  for (const trace of traces()) expect(office.logged.join('')).not.toContain(trace);
});

it('a unit whose key was exchanged gets nothing, and nothing is kept', async () => {
  const [unit] = await office.db.unit.findMany();
  await office.db.unit.updateMany({ data: { recipientMac: new Uint8Array(32) } });
  expect((await visitor.post('/status/letter', { code: SHOWN, letter: 'x' })).status).toBe(500);
  expect((await visitor.post('/status/evidence', upload([new File(['x'], 'x.txt')]))).status).toBe(500);
  await expectNothing(office);
  await office.db.unit.updateMany({ data: { recipientMac: unit?.recipientMac ?? new Uint8Array() } });
});
