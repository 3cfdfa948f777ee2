/** Guessing slows down who guesses, and never stands between a right code and its mailbox. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Guesses } from '../../../src/web/mailbox/guesses.ts';

const MINUTE = 60_000;
const HERE = '203.0.113.7';

let now: number;
let guesses: Guesses;
let looked: number;

beforeEach(() => {
  now = 1_000_000_000_000;
  looked = 0;
  guesses = new Guesses(() => now);
});

const guess = (address = HERE, code = 'wrong') =>
  guesses.judge(address, async () => {
    looked += 1;
    return code === 'right' ? 'inside' : undefined;
  });

async function guessTimes(times: number, address = HERE): Promise<void> {
  for (let n = 0; n < times; n += 1) await guess(address);
}

describe('wrong codes', () => {
  it('are answered at once five times, and then after pauses that grow to an hour', async () => {
    for (let n = 0; n < 5; n += 1) expect(await guess()).toEqual({ kind: 'wrong' });
    for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
      expect(await guess()).toEqual({ kind: 'slow', until: now + minutes * MINUTE });
      now += minutes * MINUTE;
      expect(await guess()).toEqual({ kind: 'wrong' });
    }
  });

  it('in a pause do not make it longer', async () => {
    await guessTimes(5);
    const until = now + MINUTE;
    now += MINUTE / 2;
    for (let n = 0; n < 100; n += 1) expect(await guess()).toEqual({ kind: 'slow', until });
    now = until;
    expect(await guess()).toEqual({ kind: 'wrong' });
  });

  it('are forgotten after an hour without one', async () => {
    await guessTimes(5);
    now += 60 * MINUTE + 1;
    for (let n = 0; n < 5; n += 1) expect(await guess()).toEqual({ kind: 'wrong' });
  });

  it('of one address slow down no other', async () => {
    await guessTimes(50);
    expect(await guess('203.0.113.8')).toEqual({ kind: 'wrong' });
  });
});

describe('a right code', () => {
  it('opens at once, whatever others behind the address have typed', async () => {
    await guessTimes(50);
    expect(await guess(HERE, 'right')).toEqual({ kind: 'right', found: 'inside' });
    expect(await guess()).toMatchObject({ kind: 'slow' });
  });

  it('opens in the middle of a flood of wrong ones, behind those that came before', async () => {
    const flood = Array.from({ length: 150 }, () => guess());
    expect(await guess(HERE, 'right')).toEqual({ kind: 'right', found: 'inside' });
    await Promise.all(flood);
    expect(looked).toBe(151);
  });

  it('does not make the wrong ones forgotten: whoever has one code could guess for ever', async () => {
    await guessTimes(5);
    await guess(HERE, 'right');
    expect(await guess()).toMatchObject({ kind: 'slow' });
  });
});

describe('looking up', () => {
  it('is done for one code of an address at a time, and meanwhile for other addresses', async () => {
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const held = guesses.judge(HERE, async () => {
      order.push('first begins');
      await gate.promise;
      order.push('first ends');
      return 'a';
    });
    const behind = guesses.judge(HERE, async () => {
      order.push('second');
      return 'b';
    });
    await guess('198.51.100.1');
    expect(order).toEqual(['first begins']);
    gate.resolve();
    await Promise.all([held, behind]);
    expect(order).toEqual(['first begins', 'first ends', 'second']);
  });

  it('is not even tried while hundreds wait, of that address alone', async () => {
    const gate = Promise.withResolvers<undefined>();
    const flood = Array.from({ length: 200 }, () => guesses.judge(HERE, () => gate.promise));
    expect(await guess()).toEqual({ kind: 'slow', until: now + MINUTE });
    expect(looked).toBe(0);
    expect(await guess('198.51.100.1', 'right')).toMatchObject({ kind: 'right' });
    gate.resolve(undefined);
    await Promise.all(flood);
    expect(await guess(HERE, 'right')).toMatchObject({ kind: 'right' });
  });

  it('that fails is no guess, and holds up nobody', async () => {
    const failing = () => guesses.judge(HERE, () => Promise.reject(new Error('the database is away')));
    for (let n = 0; n < 10; n += 1) await expect(failing()).rejects.toThrow('away');
    expect(await guess()).toEqual({ kind: 'wrong' });
  });
});
