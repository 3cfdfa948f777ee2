import { expect, test } from 'vitest';
import { createI18n } from '../../src/i18n.ts';
import { heard, Talk } from '../support/talk.ts';
import { MemoryWorld, NOON, SARI } from '../support/world.ts';

const i18n = createI18n({ strict: true });
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What is heard to a NIP that was asked for a while ago, at some minutes past noon. */
async function afterA(while_: number, minutes: number): Promise<string[]> {
  const world = new MemoryWorld(i18n);
  world.now = NOON + minutes * MINUTE;
  const talk = new Talk(world);
  await talk.says('/ikrar');
  world.now += while_;
  return (await talk.says(SARI.nip)).replies.map(heard);
}

// The session keeps the hour alone: a day at most, and an hour less at worst, as the key of its hour lives.
test.each([0, 1, 30, 59])('a conversation begun %i minutes past the hour', async (minutes) => {
  const [lives] = await afterA(23 * HOUR - MINUTE, minutes);
  expect(lives).toMatch(/^pledge\.proof_ask/);
  const [ended] = await afterA(24 * HOUR, minutes);
  expect(ended).toMatch(/^engine\.left/);
});
