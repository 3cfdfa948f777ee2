import { expect, test } from 'vitest';
import { linksIn } from '../../src/domain/links.ts';
import { createI18n } from '../../src/i18n.ts';
import { heard, Talk } from '../support/talk.ts';
import { MemoryWorld } from '../support/world.ts';

test.each([
  ['https://contoh.test/unggahan/1', ['https://contoh.test/unggahan/1']],
  ['HTTP://contoh.test/a?b=c#d', ['HTTP://contoh.test/a?b=c#d']],
  ['www.contoh.test', ['www.contoh.test']],
  ['instagram.com/p/ABC123/', ['instagram.com/p/ABC123/']],
  ['lihat vt.tiktok.com/ZS8abc dan (youtu.be/dQw4).', ['vt.tiktok.com/ZS8abc', 'youtu.be/dQw4']],
  ['Ini: www.contoh.go.id/berita, lalu t.me/kanal/5!', ['www.contoh.go.id/berita', 't.me/kanal/5']],
  ['https://contoh.test/?ke=www.lain.test/x', ['https://contoh.test/?ke=www.lain.test/x']],
  ['Jl.Ijen/no 5, RT 3/RW 5, dan/atau', []],
  ['sari@contoh.com/x', []],
  ['instagram.com', []],
  ['www.', []],
  ['', []],
])('in «%s» the links are %j', (text, links) => {
  expect(linksIn(text)).toEqual(links);
});

test('evidence may be a link without its beginning', async () => {
  const talk = new Talk(new MemoryWorld(createI18n({ strict: true })));
  await talk.says('/lapor');
  await talk.taps('brief');
  await talk.says('Camat membagi kaus bergambar calon.');
  await talk.taps('skip');
  const { replies } = await talk.says('ini unggahannya: instagram.com/p/ABC123/');
  expect(replies.map(heard)).toEqual([
    'filing.evidence_link, filing.evidence_link_words, filing.evidence_next [done original]',
  ]);
});
