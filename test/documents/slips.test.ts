import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { drawSlips } from '../../src/documents/slips.ts';
import { activationCodeOf } from '../../src/domain/activation.ts';
import { nip } from '../support/world.ts';

const WORDS = { title: 'Ikrar', code: 'Kode', advice: 'Jangan diberikan kepada siapa pun.' };
const slips = (office: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    name: n === 0 ? 'Nama yang sangat panjang '.repeat(20) : 'Sari Contoh',
    nip: nip('198603222010012001'),
    office,
    code: activationCodeOf(Uint8Array.from({ length: 8 }, () => n)),
  }));

const pages = async (document: ReturnType<typeof drawSlips>): Promise<number> =>
  (await buffer(document)).toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;

test('eight slips stand on a page, and every office begins a new one', async () => {
  expect(await pages(drawSlips(slips('Dinas A', 8), WORDS))).toBe(1);
  expect(await pages(drawSlips(slips('Dinas A', 9), WORDS))).toBe(2);
  expect(await pages(drawSlips([...slips('Dinas A', 1), ...slips('Dinas B', 1)], WORDS))).toBe(2);
});
