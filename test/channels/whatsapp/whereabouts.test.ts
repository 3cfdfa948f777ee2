/** Where chats are, on a database: what is learnt of a chat at the same time from two sides. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Whereabouts } from '../../../src/channels/whatsapp/whereabouts.ts';
import type { SealedSafe } from '../../../src/wiring/whatsapp-safe.ts';
import { Safes } from './safes.ts';

const [A, B, C] = ['111@lid', '222@lid', '333@lid'] as const;

let safes: Safes;
let safe: SealedSafe;
let known: Whereabouts;
beforeAll(async () => {
  safes = await Safes.open();
});
afterAll(() => safes.close());
beforeEach(async () => {
  ({ safe } = await safes.empty());
  known = new Whereabouts(safe);
});

/** As whoever has the number next knows it. */
const next = (): Whereabouts => new Whereabouts(safe);

test('nobody at a former address says nothing of where the chat is now, though both are learnt at once', async () => {
  const [, , isGone] = await Promise.all([known.chatOf(A), known.moved({ from: A, to: B }), known.gone(A, A)]);
  expect(isGone).toBe(false);
  expect([await known.addressOf(A), await next().addressOf(A)]).toEqual([B, B]);
  expect(await known.gone(A, B)).toBe(true);
  expect([await known.addressOf(A), await next().addressOf(A)]).toEqual([undefined, undefined]);
});

test('who writes from where the chat was thought to be gone is there, wherever it moves at that moment', async () => {
  await known.moved({ from: A, to: B });
  await known.gone(A, B);
  await Promise.all([known.chatOf(B), known.moved({ from: B, to: C })]);
  expect([await known.addressOf(A), await next().addressOf(A)]).toEqual([C, C]);
});

test('everywhere that a chat has been is known, also once it is back', async () => {
  await known.moved({ from: A, to: B });
  await known.moved({ from: B, to: C });
  expect(await next().allOf(A)).toEqual(new Set([A, B, C]));
  await known.moved({ from: C, to: A });
  expect([await next().addressOf(A), await next().allOf(A)]).toEqual([A, new Set([A, B, C])]);
});
