/** A row of a chat takes as much room with a report under way as with a pledge: its size does not tell one from the other. */
import { expect, test } from 'vitest';
import type { TestDatabase } from '../support/database.ts';
import { photo, type Reporting, reporting } from '../support/reporting.ts';
import { SARI } from '../support/world.ts';

let database: TestDatabase;
let desk: Reporting;
reporting((open) => {
  ({ database, desk } = open);
});

type Steps = readonly (() => Promise<void>)[];

/** The sizes of a chat's row after each of these. */
async function sizesAfter(steps: Steps): Promise<ReadonlySet<number>> {
  const sizes = new Set<number>();
  for (const step of steps) {
    await step();
    const [row] = await database.db.$queryRaw<{ size: number }[]>`SELECT length(body) AS size FROM session`;
    sizes.add(row?.size ?? 0);
  }
  await database.db.session.deleteMany();
  return sizes;
}

const says = (chat: string, text: string) => () => desk.says(chat, text);
const taps = (chat: string, choice: string) => () => desk.taps(chat, choice);

const STORY =
  'Pada hari Senin pagi, sesudah apel, Camat meminta semua pegawai kecamatan tinggal di aula. Ia membagikan kaus dengan ' +
  'gambar calon kepada tiap orang dan berkata bahwa siapa yang tidak memakainya pada hari Minggu akan dipindahkan ke ' +
  'kelurahan yang jauh. Sekretaris kecamatan mencatat nama yang menolak. Saya berdiri dekat pintu dan mendengar sendiri; ' +
  'beberapa teman merekamnya. Sesudah itu kaus yang tersisa dibawa dengan mobil dinas ke rumah lurah.';

const report = (chat: string, story: string): Steps => [
  says(chat, '/lapor'),
  ...['full', 'fasilitas', 'Lowokwaru', 'Dinoyo'].map((choice) => taps(chat, choice)),
  says(chat, 'Camat dan sekretaris kecamatan'),
  ...['pns', 'leader'].map((choice) => taps(chat, choice)),
  says(chat, story),
  says(chat, 'kemarin jam 9 pagi'),
  taps(chat, 'today'),
  async () => desk.sends(chat, await photo()),
  async () => desk.sends(chat, await photo()),
  taps(chat, 'done'),
  says(chat, 'Dua orang teman bersedia menjadi saksi bila nama mereka tidak disebut.'),
  ...['file', 'skip'].map((choice) => taps(chat, choice)),
];

test('a report and a pledge under way take the same room, whatever was answered so far', async () => {
  const pledge = ['agree', 'agree', 'agree', 'agree', 'yes'].map((choice) => taps('one', choice));
  const pledged = await sizesAfter([
    says('one', '/ikrar'),
    says('one', SARI.nip),
    says('one', 'kode'),
    says('one', 'K7QM-2XPD'),
    taps('one', 'yes'),
    ...pledge,
  ]);
  expect(pledged.size).toBe(1);
  expect(await sizesAfter(report('two', STORY))).toEqual(pledged);
  const code = desk.code('two');
  await desk.sweep();
  const mailbox = [says('three', `status ${code}`), taps('three', 'write'), says('three', STORY)];
  expect(await sizesAfter(mailbox)).toEqual(pledged);
  expect(await sizesAfter([says('four', 'halo'), says('four', '/bahasa')])).toEqual(pledged);
});

test('only a story of many hundred words takes more, and then all of them take the same', async () => {
  const long = Array.from({ length: 4 }, (_, n) => `${n}. ${STORY.split('').reverse().join('')}${STORY}`).join('\n');
  const sizes = await sizesAfter(report('five', long.slice(0, 3900)));
  expect(sizes.size).toBeLessThanOrEqual(2);
});
