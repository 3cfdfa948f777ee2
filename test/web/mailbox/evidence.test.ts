/** Evidence that a reporter sends through the page. */
import { describe, expect, it } from 'vitest';
import { text } from '../../../src/domain/message.ts';
import { EXIF, MARK, picture } from '../../evidence/files.ts';
import { i18n } from '../../support/shell.ts';
import { type Office, upload, type Visitor } from './support.ts';
import { visits } from './visit.ts';

let office: Office;
let visitor: Visitor;
visits((...both) => {
  [office, visitor] = both;
});

const say = (...message: Parameters<typeof text>): string => i18n.plain('id', text(...message));

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
    const page = await send([fileOf(sent, 'a.jpg')], { original: 'yes' });
    expect(await page.text()).toMatch(
      /Dari salinan bersihnya dihapus: [^.]*lokasi[^.]*\. File aslinya, yang masih memuat semua itu, juga disimpan/,
    );
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
