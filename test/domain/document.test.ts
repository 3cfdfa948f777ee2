import { expect, test } from 'vitest';
import { canonicalText, fillDocument, OFFICIAL_IKRAR } from '../../src/domain/document.ts';
import { ELECTION } from '../support/world.ts';

test('the official ikrar, filled in for an election, word for word', () => {
  expect(canonicalText(fillDocument(OFFICIAL_IKRAR, ELECTION))).toMatchInlineSnapshot(`
    "IKRAR NETRALITAS PEGAWAI APARATUR SIPIL NEGARA PADA PEMILIHAN SERENTAK TAHUN 2026
    Dalam rangka menyukseskan pelaksanaan Pemilihan Serentak tahun 2026, kami berikrar:
    1. Menjaga dan menegakkan prinsip netralitas Pegawai ASN di instansi masing-masing dalam melaksanakan fungsi pelayanan publik baik sebelum, selama, maupun sesudah pelaksanaan Pemilihan Serentak tahun 2026.
    2. Menghindari konflik kepentingan, tidak melakukan praktik-praktik intimidasi dan ancaman kepada Pegawai ASN dan seluruh elemen masyarakat serta tidak memihak kepada pasangan calon tertentu.
    3. Menggunakan media sosial secara bijak dan tidak menyebarkan ujaran kebencian serta berita bohong.
    4. Menolak politik uang dan segala jenis pemberian dalam bentuk apapun.
    Demikian ikrar ini kami buat dan dilaksanakan dengan penuh integritas dan rasa tanggung jawab dalam rangka mewujudkan netralitas pegawai ASN yang bermartabat, beretika, dan demokratis demi terwujudnya persatuan dan kesatuan NKRI."
  `);
});

test('white space and composed letters do not change what is hashed', () => {
  const text = { title: 'a  b', opening: 'é', points: [' c'], closing: 'd\n' };
  expect(canonicalText(text)).toBe('a b\né\n1. c\nd');
});
