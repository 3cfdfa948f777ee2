/** The list of messages that are to be erased is forgotten within an hour, whatever the platform answers. */
import { beforeEach, expect, test } from 'vitest';
import { SendError } from '../../src/channels/channel.ts';
import { eraseTrail } from '../../src/jobs/erase-trail.ts';
import { Postbox } from '../support/shell.ts';
import { NOON } from '../support/world.ts';

const MINUTE = 60_000;
const UNTIL = NOON + 59 * MINUTE;
const errand = (more = {}) => ({
  id: 'one',
  kind: 'erase' as const,
  body: { address: { channel: 'telegram', id: 'a chat' }, names: ['m1', 'm2'], until: UNTIL, ...more },
  tries: 0,
});

/** A messenger that wants us to come back later. */
class Busy extends Postbox {
  asked = 0;
  waitMs = 0;
  override async erase(): Promise<void> {
    this.asked += 1;
    throw new SendError({ kind: 'retry', waitMs: this.waitMs, everybody: false });
  }
}

let box: Busy;
beforeEach(() => {
  box = new Busy();
});

test('a pause that the platform asks for is kept, but for what is left of the time', async () => {
  box.waitMs = 5 * MINUTE;
  expect(await eraseTrail(() => box, errand(), NOON)).toBe(5 * MINUTE);
  box.waitMs = 600 * MINUTE;
  expect(await eraseTrail(() => box, errand(), NOON)).toBe(59 * MINUTE);
  expect(await eraseTrail(() => box, errand(), UNTIL - 1)).toBe(1);
  expect(box.asked).toBe(3);
});

test('when the time is over it is done, and nobody is asked any more', async () => {
  expect(await eraseTrail(() => box, errand(), UNTIL)).toBeUndefined();
  expect(await eraseTrail(() => box, errand({ from: UNTIL + MINUTE }), UNTIL)).toBeUndefined();
  expect(box.asked).toBe(0);
});

test('nothing is erased before its moment, and then it is', async () => {
  const quiet = new Postbox();
  expect(await eraseTrail(() => quiet, errand({ from: NOON + MINUTE }), NOON)).toBe(MINUTE);
  expect(quiet.erased).toEqual([]);
  expect(await eraseTrail(() => quiet, errand({ from: NOON + MINUTE }), NOON + MINUTE)).toBeUndefined();
  expect(quiet.erased).toHaveLength(1);
});

test('a channel that was taken away does not keep it', async () => {
  expect(await eraseTrail(() => undefined, errand(), NOON)).toBeUndefined();
});
