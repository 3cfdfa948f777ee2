/** A report from its first word to the officers, over a real database: filed, fetched, sealed, swept, opened, answered. */
import sharp from 'sharp';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TestDatabase } from '../support/database.ts';
import { MARKED_CAMERA, photo, type Reporting, reporting } from '../support/reporting.ts';
import { NOON } from '../support/world.ts';

let database: TestDatabase;
let desk: Reporting;
let chats = 0;
let chat = '';

reporting((open) => {
  ({ database, desk } = open);
});
beforeEach(async () => {
  desk.now = NOON;
  chat = `reporter-${++chats}`;
  await desk.sweep();
  await database.db.evidence.deleteMany();
  await database.db.report.deleteMany();
});

const ACCOUNT = 'Camat membagi kaus di balai desa kemarin.';

/** Up to the evidence, in three questions. */
async function brief(who = chat): Promise<void> {
  await desk.says(who, '/lapor');
  await desk.taps(who, 'brief');
  await desk.says(who, ACCOUNT, 'Klojen');
}

async function fileBrief(who = chat): Promise<string> {
  await brief(who);
  await desk.taps(who, 'done', 'file');
  return desk.code(who);
}

const onlyReport = () => database.db.report.findFirstOrThrow();

describe('a report', () => {
  test('in three questions is sealed, waits, and is found by its code at once and after the sweep', async () => {
    await brief();
    await desk.sends(chat, await photo());
    expect(desk.told(chat)).toContain('Yang dihapus dari foto: waktu dan model kamera');
    await desk.taps(chat, 'done', 'file');
    const code = desk.code(chat);
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    expect(await database.db.report.count()).toBe(0);
    await desk.says('reader-1', `status ${code}`);
    expect(desk.told('reader-1')).toContain('Diterima');

    await desk.sweep();
    expect(await database.db.intake.count()).toBe(0);
    const report = await onlyReport();
    expect(report).toMatchObject({ category: 'lain', area: 'Klojen', status: 'diterima', lane: 'normal' });
    const body = await desk.open(report.body);
    expect(body).toMatchObject({ account: ACCOUNT, brief: true, evidence: [{ piece: { cleaned: true } }] });
    const [piece] = await database.db.evidence.findMany();
    expect(piece).toMatchObject({ reportId: report.id, outcome: null, until: null });
    const picture = await desk.openPiece(piece?.id ?? '');
    expect(picture.includes(MARKED_CAMERA)).toBe(false);
    expect(await sharp(picture).metadata()).toMatchObject({ width: 40, height: 30, format: 'jpeg' });
    await desk.says('reader-2', `status ${code}`);
    expect(desk.told('reader-2')).toContain('Diterima');
  });

  test('in full has every answer, and what the law does not need may stay open', async () => {
    await desk.says(chat, '/lapor');
    await desk.taps(chat, 'full', 'more', 'hoaks');
    await desk.says(chat, 'daring', 'https://contoh.test/unggahan/1', 'Kepala seksi, Dinas Contoh');
    await desk.taps(chat, 'pns', 'leader');
    await desk.says(chat, 'Ia membagikan kabar bohong tentang calon.', 'kemarin jam 9 malam');
    await desk.taps(chat, 'today', 'done', 'skip', 'file');
    await desk.sweep();
    const report = await onlyReport();
    expect(report).toMatchObject({ category: 'hoaks', area: 'daring', role: 'leader' });
    expect(report.until?.toISOString()).toContain('2026-11-24');
    expect(await desk.open(report.body)).toMatchObject({
      link: 'https://contoh.test/unggahan/1',
      reported: 'Kepala seksi, Dinas Contoh',
      kind: 'pns',
      happened: { day: '2026-11-16', time: '21:00' },
      knownOn: '2026-11-17',
      evidence: [],
    });
  });

  test('keeps a day that is a guess as one, and counts no legal day from it', async () => {
    await desk.says(chat, '/lapor');
    await desk.taps(chat, 'full', 'foto', 'Klojen', 'skip', 'skip', 'unknown', 'unknown');
    await desk.says(chat, 'Camat membagi kaus bergambar calon.', 'minggu lalu');
    await desk.taps(chat, 'same');
    expect(desk.told(chat)).toContain('Jadi: sekitar <b>Selasa, 10 November 2026</b>.');
    await desk.taps(chat, 'done', 'skip');
    expect(desk.told(chat)).toContain('Waktu kejadian: sekitar Selasa, 10 November 2026');
    expect(desk.told(chat)).toContain('Diketahui: sekitar Selasa, 10 November 2026');
    await desk.taps(chat, 'file');
    await desk.sweep();
    const report = await onlyReport();
    expect(report.until).toBeNull();
    expect(await desk.open(report.body)).toMatchObject({
      happened: { day: '2026-11-10', about: true },
      knownOn: '2026-11-10',
      knownAbout: true,
    });
  });

  test('can be changed in its review, and keeps the other answers', async () => {
    await brief();
    await desk.taps(chat, 'done', 'edit', 'account');
    await desk.says(chat, 'Bukan camat, tetapi lurah yang membagikan kaus itu.');
    await desk.taps(chat, 'file');
    await desk.sweep();
    expect(await desk.open((await onlyReport()).body)).toMatchObject({
      account: 'Bukan camat, tetapi lurah yang membagikan kaus itu.',
      area: 'Klojen',
    });
  });

  test('keeps the original only when that was chosen', async () => {
    await brief();
    await desk.taps(chat, 'original');
    await desk.sends(chat, await photo());
    expect(desk.told(chat)).toContain('File aslinya, yang masih memuat semua itu, juga disimpan');
    await desk.taps(chat, 'done', 'file');
    await desk.sweep();
    const pieces = await database.db.evidence.findMany({ orderBy: { role: 'asc' } });
    expect(pieces.map(({ role }) => role)).toEqual(['clean', 'original']);
    expect((await desk.openPiece(pieces[1]?.id ?? '')).includes(MARKED_CAMERA)).toBe(true);
  });

  test('keeps the words under a piece, as far as there is room', async () => {
    await brief();
    await desk.sends(chat, await photo(), { words: 'Di depan <balai> desa' });
    expect(desk.told(chat)).toContain('Keterangan di bawahnya ikut kami simpan');
    await desk.taps(chat, 'original');
    await desk.sends(chat, await photo(), { words: `${'a'.repeat(1023)}👍🏽${'a'.repeat(4000)}` });
    expect(desk.told(chat)).toContain('1.024 huruf pertama kami simpan');
    await desk.taps(chat, 'done', 'file');
    await desk.sweep();
    expect(await desk.open((await onlyReport()).body)).toMatchObject({
      evidence: [{ words: 'Di depan <balai> desa' }, { words: 'a'.repeat(1023) }],
    });
  });

  test('keeps the words beside a link, and of a link alone none', async () => {
    await brief();
    await desk.says(chat, 'https://contoh.test/a/1 di menit 3 terlihat Pak Camat', 'https://contoh.test/a/2.');
    expect(desk.told(chat)).toContain('Keterangan Anda di sampingnya ikut kami simpan');
    await desk.taps(chat, 'done', 'file');
    await desk.sweep();
    expect(await desk.open((await onlyReport()).body)).toMatchObject({
      evidence: [
        { link: 'https://contoh.test/a/1', words: 'https://contoh.test/a/1 di menit 3 terlihat Pak Camat' },
        { link: 'https://contoh.test/a/2' },
      ],
    });
  });

  test('that is gone back from to the very beginning and cancelled there leaves nothing', async () => {
    await brief();
    await desk.sends(chat, await photo());
    expect(await database.db.evidence.count()).toBe(1);
    await desk.says(chat, 'kembali', 'kembali', 'kembali', 'batal');
    await desk.carryOut();
    expect(desk.told(chat)).toContain('Tidak ada yang kami simpan');
    expect(await database.db.evidence.count()).toBe(0);
  });

  test('that is cancelled leaves nothing', async () => {
    await brief();
    await desk.sends(chat, await photo());
    await desk.says(chat, 'batal');
    await desk.carryOut();
    expect(await database.db.evidence.count()).toBe(0);
    expect(await database.db.errand.count({ where: { kind: 'fetch' } })).toBe(0);
    expect(desk.told(chat)).toContain('Tidak ada yang kami simpan');
  });

  test('says which piece failed, and is filed without it', async () => {
    await brief();
    await desk.sends(chat, Buffer.from('%JPEG but not really, and much too short').subarray(0, 0));
    expect(desk.told(chat)).toContain('Bukti 1 belum dapat disimpan');
    await desk.taps(chat, 'done', 'file');
    await desk.sweep();
    expect(await desk.open((await onlyReport()).body)).toMatchObject({ evidence: [] });
    expect(await database.db.evidence.count()).toBe(0);
  });

  test('is not filed while a piece is on its way', async () => {
    await brief();
    const { box, turns } = desk.house;
    box.files.set('late', await photo());
    await turns.receive(box.arrival(chat, { kind: 'media', media: { ref: 'late', kind: 'photo' } }));
    await desk.house.quiet();
    await desk.taps(chat, 'done', 'file');
    expect(desk.told(chat)).toContain('1 bukti masih diamankan');
    await desk.work();
    await desk.taps(chat, 'file');
    expect(desk.code(chat)).toBeTruthy();
  });

  test('waits after a flood, but never a first one, and a flood goes to the slow lane', async () => {
    await fileBrief();
    await desk.taps(chat, 'skip', 'none');
    await fileBrief();
    await desk.taps(chat, 'skip', 'none');
    await desk.says(chat, '/lapor');
    expect(desk.told(chat)).toContain('Laporan berikutnya dapat dikirim setelah');
    desk.now += 15 * 60_000;
    await fileBrief();
    await fileBrief('somebody else');
    await desk.sweep();
    const lanes = (await database.db.report.findMany()).map(({ lane }) => lane);
    expect(lanes.toSorted()).toEqual(['normal', 'normal', 'normal', 'slow']);
  });
});

describe('a receipt', () => {
  test('is checked by its last four letters', async () => {
    const code = await fileBrief();
    await desk.says(chat, 'XXXX');
    expect(desk.told(chat)).toContain('Belum sama');
    await desk.says(chat, code.slice(-4).toLowerCase());
    expect(desk.told(chat)).toContain('Kode itu satu-satunya jalan kembali');
  });

  test('outlives the erased conversation, unless it is to go too', async () => {
    await fileBrief();
    await desk.taps(chat, 'skip', 'most');
    await desk.work();
    const { box } = desk.house;
    const sent = box.sent.map((one, n) => ({ ...one, name: `sent${n + 1}` })).filter(({ to }) => to === chat);
    const kept = sent.filter(({ message }) => message.markup.includes('<code>')).map(({ name }) => name);
    const erased = box.erased.find(({ from }) => from === chat)?.names ?? [];
    expect(kept).toHaveLength(1);
    expect(erased).not.toContain(kept[0]);
    // All that was said before, on both sides: what the person typed has the names of the postbox.
    for (const { name, message } of sent.slice(0, -1)) {
      if (!message.markup.includes('<code>')) expect(erased).toContain(name);
    }
    expect(erased.filter((name) => name.startsWith('m'))).toHaveLength(3);
    expect(await database.db.errand.count({ where: { kind: 'erase' } })).toBe(0);
  });
});
