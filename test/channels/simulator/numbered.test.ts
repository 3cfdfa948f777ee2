/** The writing of a messenger without buttons: what a person typed never turns into a format, whatever signs are in it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Markup } from '../../../src/channels/channel.ts';
import { read, write } from '../../../src/channels/numbered.ts';
import { runsOf } from '../../../src/channels/runs.ts';
import { CHOICES, escaped } from '../../support/contract-words.ts';

const HINT = 'Balas dengan angka.';
const written = (markup: string, choices: typeof CHOICES = []): string =>
  write({ markup: markup as Markup, choices }, HINT);
const textOf = (runs: readonly { text: string }[]): string => runs.map((run) => run.text).join('');

/** Text full of the signs that make formats. */
const signs = fc
  .array(
    fc.constantFrom('*', '_', '~', '`', '```', ' ', '\n', 'a', '1', '.', '<b>', '&amp;', 'ꦱ', '👩🏽', ' *a* ', '_b_'),
    {
      maxLength: 24,
    },
  )
  .map((parts) => parts.join(''));

describe('numbered writing', () => {
  it.each([
    ['<b>Nama</b>: Sari', '*Nama*: Sari'],
    ['<i>miring</i> dan <code>K7QM</code>', '_miring_ dan ```K7QM```'],
    ['<b>dua\nbaris </b>lagi', '*dua*\n*baris* lagi'],
    ['<b><i>keduanya</i></b>', '*_keduanya_*'],
    ['<a href="https://a.id/?x=1&amp;y=2">lihat</a>', 'lihat: https://a.id/?x=1&y=2'],
    ['<a href="https://a.id/">https://a.id/</a>', 'https://a.id/'],
  ])('of %j is %j', (markup, expected) => {
    expect(written(markup)).toBe(expected);
  });

  it('numbers the choices and says how to choose', () => {
    expect(written('Butir 1', CHOICES)).toBe(
      'Butir 1\n\n*1.* Saya berikrar\n*2.* Ada pertanyaan\n*3.* Belum\n\n_Balas dengan angka._',
    );
  });

  it('draws the formats it writes', () => {
    expect(read('*_keduanya_* dan ```kode```, https://a.id/x_y_z')).toEqual([
      { text: 'keduanya', bold: true, italic: true },
      { text: ' dan ' },
      { text: 'kode', code: true },
      { text: ', ' },
      { text: 'https://a.id/x_y_z', href: 'https://a.id/x_y_z' },
    ]);
  });

  it('shows what somebody typed as they typed it, without a format', () => {
    fc.assert(
      fc.property(signs, (typed) => {
        const runs = read(written(escaped(typed)));
        expect(textOf(runs)).toBe(typed);
        expect(runs.some((run) => run.bold || run.italic || run.code)).toBe(false);
      }),
    );
  });

  it('keeps every letter inside a format', () => {
    fc.assert(
      fc.property(signs, fc.constantFrom('b', 'i', 'code'), (typed, tag) => {
        expect(textOf(read(written(`<${tag}>${escaped(typed)}</${tag}>`)))).toBe(typed);
      }),
    );
  });
});

describe('our markup', () => {
  it('is text and looks, and nothing else', () => {
    const markup = 'a<script>b</script><b>c<i>d</i></b><a href="javascript:alert(1)">e</a>&lt;b&gt;&amp;lt;' as Markup;
    expect(runsOf(markup)).toEqual([
      { text: 'a<script>b</script>' },
      { text: 'c', bold: true },
      { text: 'd', bold: true, italic: true },
      { text: 'e<b>&lt;' },
    ]);
  });
});
