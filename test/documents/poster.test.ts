import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { LINKS } from '../../src/cli/links/command.ts';
import { perform } from '../../src/cli/shared/command.ts';
import { joined, readPdf } from './read-pdf.ts';
import { temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const out = join(folder.path, 'poster.pdf');
afterAll(() => folder.remove());

async function links(...args: readonly string[]) {
  let told = '';
  const put = (words: string): void => {
    told += words;
  };
  const code = await perform(LINKS, { args, environment: {}, output: { out: put, err: put, live: false } });
  return { code, told };
}

test('a poster has both ways into the pledge, in words, as links and as codes', async () => {
  expect(await links('--telegram', '@IkrarContohBot', '--whatsapp', '0812-0000-0001', '--out', out)).toMatchObject({
    code: 0,
  });
  const pdf = readFileSync(out);
  const source = pdf.toString('latin1');
  expect(source).toContain('/URI (https://t.me/IkrarContohBot?start=ikrar)');
  expect(source).toContain('/URI (https://wa.me/6281200000001?text=ikrar)');
  const { lines, objects } = readPdf(pdf);
  const text = joined(lines);
  for (const words of ['Ikrar Netralitas ASN', 't.me/IkrarContohBot', 'wa.me/6281200000001', 'Baca empat butir']) {
    expect(text).toContain(words);
  }
  expect([...objects.values()].filter((one) => /\/S \/Figure\b/.test(one))).toHaveLength(2);
  expect([...objects.values()].find((one) => one.includes('/Type /Pages'))).toMatch(/\/Count 1\b/);
});

test('it never writes over a file', async () => {
  const before = statSync(out).mtimeMs;
  const { code, told } = await links('--telegram', 'IkrarContohBot', '--out', out);
  expect(code).toBe(1);
  expect(told).toContain(out);
  expect(statSync(out).mtimeMs).toBe(before);
});

test.each([
  [[], 'sebutkan --telegram'],
  [['--telegram', 'IkrarContohBot'], '--out'],
  [['--telegram', 'x; rm', '--out', 'x.pdf'], 'nama bot'],
  [['--telegram', 'tidakberakhiran', '--out', 'x.pdf'], 'nama bot'],
  [['--whatsapp', 'halo', '--out', 'x.pdf'], 'nomor whatsapp'],
  [['--whatsapp', '0812-0000-0001', '--out', 'x.pdf', 'lebih'], 'cara pakai'],
])('called with %j it says what is missing, and writes nothing', async (args, words) => {
  const { code, told } = await links(...args);
  expect(code).toBe(2);
  expect(told.toLowerCase()).toContain(words);
  expect(existsSync('x.pdf')).toBe(false);
});
