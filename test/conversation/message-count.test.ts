/**
 * How many messages the bot needs for a whole pledge of somebody whose number matches, counted on each channel when the golden
 * conversations were played. Where a message can change in its place, six at most: the welcome, the request for the number,
 * that it matches (which takes away the key), one that goes through person, points and confirmation to the record, picture and
 * PDF. Where none can, each question is a message of its own, since it has to be read before it is answered: person, four
 * points, confirmation, and the record, which must arrive also when no file does.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

function countIn(golden: string): number {
  const shown = readFileSync(new URL(`../transcripts/rendered/${golden}.md`, import.meta.url), 'utf8');
  return Number(/\*messages of the bot: (\d+)\*\n$/.exec(shown)?.[1]);
}

test.each([
  ['pledge.contact', 'telegram', 6],
  ['pledge.contact', 'simulator-buttons', 6],
  ['pledge.known-number', 'simulator-numbers', 11],
])('%s on %s: %i at most', (transcript, channel, most) => {
  for (const language of ['id', 'en']) {
    const count = countIn(`${transcript}.${language}.${channel}`);
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(most);
  }
});
