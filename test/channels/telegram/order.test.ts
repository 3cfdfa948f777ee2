import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { Lanes, Tasks } from '../../../src/channels/telegram/lanes.ts';
import { Persistence } from '../../../src/channels/telegram/persist.ts';
import { Window } from '../../../src/channels/telegram/window.ts';

describe('the window of updates', () => {
  it('confirms exactly what lies below the lowest unfinished one, whatever the order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50), { minLength: 1 }), fc.array(fc.nat(50)), (taken, finished) => {
        const window = new Window();
        for (const id of taken) expect(window.take(id)).toBe(true);
        for (const id of taken) expect(window.take(id)).toBe(false);
        for (const id of finished) window.finish(id);
        const left = taken.filter((id) => !finished.includes(id));
        expect(window.size).toBe(left.length);
        expect(window.offset()).toBe(left.length > 0 ? Math.min(...left) : Math.max(...taken) + 1);
      }),
    );
  });

  it('names no offset before the first update and after a quiet time, when Telegram may count anew', () => {
    const window = new Window();
    expect(window.offset()).toBeUndefined();
    window.take(900);
    window.finish(900);
    expect(window.offset()).toBe(901);
    window.forget(901);
    expect(window.offset()).toBeUndefined();
    expect(window.take(5)).toBe(true);
    expect(window.offset()).toBe(5);
  });

  it('tells when all is done', async () => {
    const window = new Window();
    await window.done();
    window.take(1);
    const done = window.done();
    window.finish(1);
    await done;
  });
});

describe('lanes', () => {
  it('keep the order within one, and let the others pass', async () => {
    const lanes = new Lanes();
    const seen: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const first = lanes.run('a', () => promise.then(() => void seen.push('a1')));
    const second = lanes.run('a', async () => void seen.push('a2'));
    await lanes.run('b', async () => void seen.push('b1'));
    resolve();
    await Promise.all([first, second]);
    expect(seen).toEqual(['b1', 'a1', 'a2']);
  });

  it('go on after a failure, which is told to whom it concerns', async () => {
    const lanes = new Lanes();
    const results = await Promise.allSettled([
      lanes.run('a', () => Promise.reject(new Error('a1'))),
      lanes.run('a', async () => {}),
    ]);
    expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled']);
  });
});

describe('tasks', () => {
  it('are waited for, also those that begin meanwhile, and failures are none of it', async () => {
    const tasks = new Tasks();
    const { promise, resolve } = Promise.withResolvers<void>();
    const ended: string[] = [];
    const later = async (): Promise<void> => {
      await promise;
      void tasks.track(Promise.resolve().then(() => ended.push('last')));
      ended.push('first');
    };
    void tasks.track(later());
    const failing = tasks.track(Promise.reject(new Error('x')));
    resolve();
    await tasks.idle();
    expect(ended).toEqual(['first', 'last']);
    await expect(failing).rejects.toThrow('x');
  });
});

describe('a turn that fails', () => {
  const log = pino({ level: 'silent' });
  const quick = { first: 1, longest: 1 };
  const never = new AbortController().signal;

  it('is tried until it is committed, however often, while nobody else’s succeeds', async () => {
    const persistence = new Persistence(log, quick);
    let tries = 0;
    await persistence.commit(async () => {
      tries += 1;
      if (tries < 60) throw new Error('the database is away');
    }, never);
    expect(tries).toBe(60);
  });

  it('is given up only when ninety others passed it and twenty more tries failed', async () => {
    const persistence = new Persistence(log, quick);
    let tries = 0;
    const poisoned = persistence.commit(async () => {
      tries += 1;
      if (tries === 5) for (let n = 0; n < 90; n += 1) await persistence.commit(async () => {}, never);
      throw new Error('a row that nobody can write');
    }, never);
    await poisoned;
    expect(tries).toBe(24);
  });

  it('is left to the next process when this one ends', async () => {
    const ending = new AbortController();
    const persistence = new Persistence(log, quick);
    const turn = persistence.commit(async () => {
      ending.abort();
      throw new Error('the database is away');
    }, ending.signal);
    await expect(turn).rejects.toThrow();
    await expect(persistence.commit(async () => {}, ending.signal)).rejects.toThrow();
  });
});
