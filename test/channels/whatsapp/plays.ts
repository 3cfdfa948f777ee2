/**
 * Golden conversations, with the bot as a process and with real Baileys. What stands on the phone after each act is kept in
 * `test/transcripts/rendered/<transcript>.id.whatsapp.md`.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { i18n } from '../../support/shell.ts';
import { type Transcript, transcriptsOf, worldOf } from '../../support/transcript.ts';
import { Performance } from './performance.ts';
import { Stage } from './stage.ts';

/** Where numbers are typed, no old button can be tapped. */
const playable = ({ on, talk }: Transcript): boolean =>
  talk.every(({ presses, shares }) => presses === undefined && (shares === undefined || on === 'numbers'));

const hasAnotherLaw = ({ given }: Transcript): boolean => given.includes('one day');

/**
 * On WhatsApp everybody begins in Indonesian; what happens nowhere else is looked at in every language. Another law comes last,
 * so that the bot need not be started again without it.
 *
 * @param which the transcripts that are played, by their names
 */
export function playTranscripts(which: RegExp): void {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage.close());

  const shows = transcriptsOf('numbers')
    .filter((one) => which.test(one.name) && playable(one))
    .sort((one, other) => Number(hasAnotherLaw(one)) - Number(hasAnotherLaw(other)))
    .flatMap((one) => {
      const isElsewhere = one.talk.every(({ sends }) => sends !== 'call' && sends !== 'view once');
      const languages = isElsewhere ? (['id'] as const) : (['id', 'en'] as const);
      return languages.map((language) => [one.name, language, one] as const);
    });

  test.each(shows)('%s in %s', async (name, language, transcript) => {
    if (hasAnotherLaw(transcript)) await stage.under(worldOf(transcript, i18n).formal);
    const person = await stage.at.whatsapp.contact();
    const seen = await new Performance(stage, person, transcript).play(language);
    if (transcript.talk.some(({ happens }) => happens === 'no certificates')) await stage.asUsual();
    await expect(seen).toMatchFileSnapshot(`../../transcripts/rendered/${name}.${language}.whatsapp.md`);
  });
}
