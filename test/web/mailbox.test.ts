/** The mailbox on the web from the code to the withdrawal, as a reporter walks through it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { text } from '../../src/domain/message.ts';
import { lookupOf } from '../../src/secrecy/receipt-keys.ts';
import { EXIF, MARK, picture } from '../evidence/files.ts';
import { i18n } from '../support/shell.ts';
import { CODE, codeOf, Office, SHOWN, traces, upload, Visitor } from './mailbox/support.ts';

let office: Office;
let visitor: Visitor;

beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());
beforeEach(async () => {
  await office.clear();
  await office.file();
  visitor = new Visitor(office.routes());
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
    expect(await office.letters()).toEqual([{ version: 1, text: 'Ada saksi.\nNamanya <Rekaan>.', evidence: [] }]);
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

describe('evidence', () => {
  const photo = async (): Promise<Buffer> => picture().jpeg().withExif(EXIF).toBuffer();
  const fileOf = (bytes: Uint8Array | string, name: string): File =>
    new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name);
  const send = (files: readonly File[], fields: Record<string, string> = {}) =>
    visitor.post('/status/evidence', upload(files, fields));

  it('is cleaned, sealed, kept and taken in, and its name is nowhere', async () => {
    const sent = await photo();
    const receipt = await send([fileOf(sent, 'DSC_rahasia.jpg'), fileOf('catatan', 'memo.txt')]);
    expect(receipt.status).toBe(200);
    const page = await receipt.text();
    expect(page).toContain(say('mailbox.added', { count: 2 }));
    expect(page).toMatch(/<bdi>DSC_rahasia\.jpg<\/bdi> Bukti 1 sudah aman\. Yang dihapus dari foto: [^.]*lokasi/);
    expect(page).toMatch(/<bdi>memo\.txt<\/bdi> Bukti 2 sudah aman, tetapi belum dibersihkan/);
    await office.sweep();
    const [letter] = await office.letters();
    expect(letter?.text).toBe('');
    expect(JSON.stringify(letter)).not.toMatch(/rahasia|memo/);
    const [first, second] = (letter?.evidence ?? []).flatMap((note) => ('id' in note ? [note] : []));
    expect(first).toMatchObject({ piece: { kind: 'photo', cleaned: true } });
    expect(first).not.toHaveProperty('original');
    const clean = await office.piece(first?.id ?? '');
    expect(clean.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    expect(clean.includes(MARK)).toBe(false);
    expect((await office.piece(second?.id ?? '')).toString()).toBe('catatan');
    const rows = await office.db.evidence.findMany();
    expect(rows.map(({ role, outcome, until, reportId }) => [role, outcome, until, typeof reportId])).toEqual([
      ['clean', null, null, 'string'],
      ['clean', null, null, 'string'],
    ]);
  });

  it('is kept as it was beside the clean copy, where that was ticked', async () => {
    const sent = await photo();
    await send([fileOf(sent, 'a.jpg')], { original: 'yes' });
    await office.sweep();
    const [note] = (await office.letters())[0]?.evidence ?? [];
    const original = note && 'original' in note ? (note.original ?? '') : '';
    expect((await office.piece(original)).equals(sent)).toBe(true);
    expect((await office.db.evidence.findMany()).map(({ role }) => role).sort()).toEqual(['clean', 'original']);
  });

  it('that cannot be kept is told apart from what was', async () => {
    const broken = (await photo()).subarray(0, 300);
    const page = await (
      await send([fileOf(broken, 'rusak.jpg'), fileOf('', 'kosong.txt'), fileOf('x', 'a.txt')])
    ).text();
    expect(page).toContain(say('mailbox.added', { count: 1 }));
    expect(page).toMatch(/<bdi>rusak\.jpg<\/bdi> Bukti 1 belum dapat disimpan\. File itu rusak/);
    expect(page).toMatch(/<bdi>kosong\.txt<\/bdi> Bukti 2 belum dapat disimpan\. File itu kosong/);
    const none = await send([fileOf('', 'kosong.txt')]);
    expect(none.status).toBe(422);
    expect(await none.text()).toContain(say('mailpage.receipt_none'));
    await office.sweep();
    expect(await office.letters()).toHaveLength(1);
  });

  it('is asked for when no file was chosen', async () => {
    // What a browser sends then.
    const response = await send([fileOf('', '')]);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(say('mailpage.files_none'));
  });

  it('that is sent twice from one page is kept once', async () => {
    const once = 'A'.repeat(22);
    await send([fileOf('satu', 'a.txt')], { once });
    expect((await send([fileOf('satu', 'a.txt')], { once })).status).toBe(200);
    await office.sweep();
    expect(await office.letters()).toHaveLength(1);
    expect(await office.db.evidence.count()).toBe(1);
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
