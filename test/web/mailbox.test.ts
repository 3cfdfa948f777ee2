/** The mailbox on the web from the code to the withdrawal, as a reporter walks through it. */
import { describe, expect, it } from 'vitest';
import { text } from '../../src/domain/message.ts';
import { lookupOf } from '../../src/secrecy/receipt-keys.ts';
import { i18n } from '../support/shell.ts';
import { CODE, codeOf, type Office, SHOWN, traces, upload, Visitor } from './mailbox/support.ts';
import { visits } from './mailbox/visit.ts';

let office: Office;
let visitor: Visitor;

visits((...both) => {
  [office, visitor] = both;
});

const say = (...message: Parameters<typeof text>): string => i18n.plain('id', text(...message));

/** As the page writes it. */
const escaped = (words: string): string => words.replaceAll("'", '&#39;').replaceAll('"', '&quot;');

describe('a right code', () => {
  it('opens a report that was just filed, and one that was taken in', async () => {
    const waiting = await visitor.opens();
    expect(waiting.status).toBe(200);
    const page = await waiting.text();
    expect(page).toContain(`Status: ${say('report.status_diterima')}`);
    expect(page).toContain(say('mailbox.no_letters'));
    await office.sweep();
    expect(await (await visitor.opens()).text()).toContain(`Status: ${say('report.status_diterima')}`);
  });

  it.each([
    '2b5d8fghjk3mnp6q',
    ' 2B5D 8FGH JK3M NP6Q ',
    '2B5D–8FGH–JK3M–NP6Q',
    '２Ｂ５Ｄ8FGHJK3MNP6Q',
    say('filing.code', { code: SHOWN }),
  ])('is read as %j too', async (typed) => {
    expect((await visitor.opens(typed)).status).toBe(200);
  });

  it('tells the days left, and nothing of them once they are over', async () => {
    await office.sweep();
    expect(await (await visitor.opens()).text()).toContain('tersisa 3 hari, sampai Jumat, 20 November 2026');
    office.now = Date.parse('2026-11-20T23:00:00+07:00');
    expect(await (await visitor.opens()).text()).toContain('Hari ini hari terakhir');
    office.now = Date.parse('2026-11-21T01:00:00+07:00');
    expect(await (await visitor.opens()).text()).not.toContain('tersisa');
  });

  it('shows a coarse status and the letters of the officers, oldest first, all of them', async () => {
    await office.sweep();
    for (let n = 1; n <= 7; n += 1) await office.answer(`Pertanyaan ke-${n}`, CODE, `l${n}`);
    const page = await (await visitor.opens()).text();
    expect(page).toContain(`Status: ${say('report.status_ditelaah')}`);
    expect(page.match(/Pertanyaan ke-\d/g)).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => `Pertanyaan ke-${n}`));
    expect(page).toContain('Dari petugas, Senin, 16 November 2026');
  });

  it('tells no days left of a report that is done with', async () => {
    await office.sweep();
    await office.db.report.updateMany({ data: { status: 'selesai' } });
    const page = await (await visitor.opens()).text();
    expect(page).toContain(say('mailbox.status_selesai'));
    expect(page).not.toContain('tersisa');
  });

  it('shows the latest fifty letters, and says how many there are before them', async () => {
    await office.sweep();
    for (let n = 1; n <= 52; n += 1) await office.answer(`Pesan ke-${n}.`, CODE, `l${String(n).padStart(2, '0')}`);
    const page = await (await visitor.opens()).text();
    expect(page.match(/Pesan ke-\d+\./g)).toEqual(Array.from({ length: 50 }, (_, n) => `Pesan ke-${n + 3}.`));
    expect(page).toContain(say('mailpage.earlier', { count: 2 }));
  });

  it('ends that a chat is told of letters, at once', async () => {
    await office.sweep();
    expect(await (await visitor.opens()).text()).not.toContain('/status/unwatch');
    const [lookup, sealed] = [new Uint8Array(lookupOf(CODE)), new Uint8Array(8)];
    await office.db.watch.createMany({
      data: [
        { lookup, sealed },
        { lookup: new Uint8Array(20), sealed },
      ],
    });
    const page = await (await visitor.opens()).text();
    expect(page).toContain(say('mailbox.watched'));
    expect(page).toContain('action="/status/unwatch"');
    const ended = await visitor.post('/status/unwatch', { code: SHOWN });
    expect([ended.status, await ended.text()]).toEqual([200, expect.stringContaining(say('mailbox.watch_off'))]);
    expect(await (await visitor.opens()).text()).not.toContain(say('mailbox.watched'));
    await office.sweep();
    expect(await office.db.watch.findMany({ select: { lookup: true } })).toEqual([{ lookup: new Uint8Array(20) }]);
    await office.db.watch.deleteMany();
  });

  it('shows a letter as it was written, and never as markup', async () => {
    await office.sweep();
    await office.answer('<script>alert(1)</script>\n\n<b onclick="x">{{until}} & "kutip" \'</b>\u202e');
    const page = await (await visitor.opens()).text();
    expect(page).not.toMatch(/<script|<b |onclick="/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;\n\n&lt;b onclick=&quot;x&quot;&gt;{{until}} &amp; ');
  });

  it('warns before the first upload, as the chat does', async () => {
    const page = await (await visitor.opens()).text();
    const [title = '', words = ''] = say('filing.evidence_warning').split('\n');
    expect(page.indexOf(title)).toBeGreaterThan(0);
    expect(page.indexOf(escaped(words))).toBeLessThan(page.indexOf('type="file"'));
  });

  it('is asked for in English as well, and the forms stay in it', async () => {
    const english = await (await visitor.get('/status?bahasa=en')).text();
    expect(english).toContain('<html lang="en">');
    expect(english).toContain('action="/status?bahasa=en"');
    const page = await (await visitor.post('/status?bahasa=en', { code: SHOWN })).text();
    expect(page).toContain('Status: Received');
    for (const name of ['letter', 'evidence', 'withdrawal'])
      expect(page).toContain(`action="/status/${name}?bahasa=en"`);
  });
});

describe('a letter', () => {
  const send = (letter: string, once = 'A'.repeat(22)) => visitor.post('/status/letter', { code: SHOWN, letter, once });

  it('is sealed to the unit, waits, and is taken in', async () => {
    const receipt = await (await send('Ada saksi.\r\nNamanya <Rekaan>.')).text();
    expect(receipt).toContain(say('mailbox.letter_sent'));
    expect(receipt).toContain(say('mailpage.back'));
    expect(await office.db.letter.count()).toBe(0);
    await office.sweep();
    expect(await office.letters()).toEqual([
      { version: 1, nth: 1, text: 'Ada saksi.\nNamanya <Rekaan>.', evidence: [] },
    ]);
    const [row] = await office.db.letter.findMany();
    expect(row?.writtenAt).toEqual(new Date('2026-11-17T05:00:00Z'));
  });

  it('that is sent twice from one page is one letter; from two pages it is two', async () => {
    const page = await (await visitor.opens()).text();
    const once = Visitor.hidden(page, '/status/letter', 'once');
    expect(once).not.toBe(Visitor.hidden(await (await visitor.opens()).text(), '/status/letter', 'once'));
    await Promise.all([send('Sekali', once), send('Sekali', once)]);
    await send('Dua kali', 'B'.repeat(22));
    await send('Dua kali', 'C'.repeat(22));
    await office.sweep();
    expect((await office.letters()).map((one) => one.text).sort()).toEqual(['Dua kali', 'Dua kali', 'Sekali']);
  });

  it('with a code in it goes to nobody, and need not be written again', async () => {
    const refused = await send(`Kode saya ${SHOWN}, mohon dicek.`);
    expect([refused.status, (await office.db.intake.count()) - 1]).toEqual([400, 0]);
    const page = await refused.text();
    expect(page).toContain(say('filing.code_shown'));
    expect(page).toContain('mohon dicek.');
  });

  it('that is empty or too long is not sent, and need not be written again', async () => {
    const empty = await send(' \r\n ');
    expect([empty.status, await empty.text()]).toEqual([400, expect.stringContaining(say('filing.words_please'))]);
    const long = await send(`</textarea>${'x'.repeat(4000)}`);
    expect(long.status).toBe(413);
    const page = await long.text();
    expect(page).toContain(say('filing.too_long', { most: 4000 }));
    expect(page).toContain(`&lt;/textarea&gt;${'x'.repeat(4000)}`);
    expect((await send('😀'.repeat(2000))).status).toBe(200);
    await office.sweep();
    expect((await office.letters()).map((one) => one.text)).toEqual(['😀'.repeat(2000)]);
  });

  it('after many in a day has to wait, for this report alone', async () => {
    const other = codeOf('9RTN4HVEK7QM2XPD');
    await office.file(other);
    for (let n = 0; n < 40; n += 1) expect((await send(`${n}`, String(n).padStart(22, '0'))).status).toBe(200);
    const refused = await send('satu lagi', 'Z'.repeat(22));
    expect(refused.status).toBe(429);
    expect(await refused.text()).toContain('18 November 2026');
    expect((await visitor.post('/status/letter', { code: other, letter: 'x' })).status).toBe(200);
    office.now += 86_400_000;
    await office.file();
    expect((await send('besok', 'Y'.repeat(22))).status).toBe(200);
  });
});

describe('a withdrawal', () => {
  it('is asked for twice, and ends everything', async () => {
    await office.sweep();
    await office.answer('Siapa saksinya?');
    const asked = await (await visitor.post('/status/withdrawal', { code: SHOWN })).text();
    expect(asked).toContain(say('mailbox.withdraw_ask'));
    expect(await office.db.intake.count()).toBe(0);
    const done = await visitor.post('/status/withdrawal', { code: SHOWN, sure: 'yes' });
    expect(await done.text()).toContain(say('mailbox.withdrawn'));
    for (const swept of [false, true]) {
      if (swept) await office.sweep();
      const page = await (await visitor.opens()).text();
      expect(page).toContain(`Status: ${say('report.status_dicabut')}`);
      expect(page).not.toMatch(/action="\/status\/(letter|evidence|withdrawal)/);
    }
    const [report] = await office.db.report.findMany();
    expect([report?.status, report?.body.length]).toEqual(['dicabut', 0]);
    for (const path of ['letter', 'withdrawal']) {
      await visitor.post(`/status/${path}`, { code: SHOWN, letter: 'masih di sini', sure: 'yes' });
    }
    await visitor.post('/status/evidence', upload([new File(['x'], 'x.txt')]));
    expect(await office.db.intake.count()).toBe(0);
    expect(await office.db.evidence.count()).toBe(0);
  });
});

describe('the code', () => {
  it('stands in hidden fields alone: in no header, address, title, error or log', async () => {
    const form = upload([new File(['x'], 'x.txt')]);
    const responses = [
      await visitor.opens(),
      await visitor.post('/status/letter', { code: SHOWN, letter: '' }),
      await visitor.post('/status/letter', { code: SHOWN, letter: 'Halo' }),
      await visitor.post('/status/evidence', form),
      await visitor.post('/status/withdrawal', { code: SHOWN }),
      await visitor.post('/status/withdrawal', { code: SHOWN, sure: 'yes' }),
    ];
    for (const response of responses) {
      const page = (await response.text()).replaceAll(`<input type="hidden" name="code" value="${SHOWN}" />`, '');
      const all = `${page} ${JSON.stringify([...response.headers])}`;
      for (const trace of traces()) expect(all).not.toContain(trace);
    }
    expect(office.logged).toEqual([]);
    const rows = await Promise.all([office.db.intake.findMany(), office.db.report.findMany()]);
    const stored = JSON.stringify(rows, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value,
    );
    for (const trace of traces()) expect(stored).not.toContain(trace);
  });
});
