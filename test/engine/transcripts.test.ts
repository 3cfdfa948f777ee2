import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import type { Reply } from '../../src/engine/types.ts';
import { createI18n } from '../../src/i18n.ts';
import { heard, playLine, Talk } from '../support/talk.ts';
import { happenIn, readPause, readTranscripts, type Transcript, withoutFlow, worldOf } from '../support/transcript.ts';
import { phone } from '../support/world.ts';

const i18n = createI18n({ strict: true });

describe('transcripts', () => {
  test.each(readTranscripts().map((one) => [one.name, one] as const))('%s', async (_, transcript) => {
    const world = worldOf(transcript, i18n);
    const sharesContact = transcript.on !== 'numbers';
    const talk = new Talk(world, {
      sharesContact,
      erases: sharesContact,
      ...(transcript.given.includes('known number') ? { sender: phone('+6281200000001') } : {}),
    });
    const hears: (string[] | undefined)[] = [];
    for (const line of transcript.talk) {
      if (line.later) world.now += readPause(line.later);
      const replies: Reply[] = [];
      for (const news of line.happens ? happenIn(world, line.happens) : []) {
        replies.push(...(await talk.does({ kind: 'news', news })).replies);
      }
      if (line.happens === 'conversation gone') talk.session = withoutFlow(talk.session);
      const outcome = await playLine(talk, line, sharesContact);
      replies.push(...(outcome?.replies ?? []));
      hears.push(outcome || replies.length > 0 ? replies.map(heard) : undefined);
      // Every word exists in both languages, with every value it names.
      for (const reply of replies) {
        for (const paragraph of reply.paragraphs) {
          expect(i18n.markup('id', paragraph)).not.toBe('');
          expect(i18n.markup('en', paragraph)).not.toBe('');
        }
      }
    }
    if (process.env['UPDATE']) rewrite(transcript, hears);
    else expect(hears).toEqual(transcript.talk.map(({ hears: said }) => (said === undefined ? said : [said].flat())));
  });
});

function rewrite(transcript: Transcript, hears: readonly (string[] | undefined)[]): void {
  const document = parseDocument(readFileSync(transcript.file, 'utf8'));
  hears.forEach((said, n) => {
    if (said) document.setIn(['talk', n, 'hears'], said.length === 1 ? said[0] : said);
  });
  writeFileSync(transcript.file, document.toString({ lineWidth: 0 }));
}
