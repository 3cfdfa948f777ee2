/** Memory is bounded: phones, messages and files make way for newer ones. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Files } from '../../../src/channels/simulator/files.ts';
import { Handset } from '../../../src/channels/simulator/handset.ts';
import { Handsets } from '../../../src/channels/simulator/handsets.ts';
import { Shelf } from '../../../src/channels/simulator/shelf.ts';
import { createSimulator } from '../../../src/channels/simulator/simulator.ts';
import { createLog } from '../../../src/log.ts';
import { message } from '../../support/contract-words.ts';

const said = (text: string) => ({ from: 'bot', runs: [{ text }], buttons: [], read: true }) as const;

describe('phones', () => {
  it('make way, those first that nobody looks at', () => {
    const handsets = new Handsets();
    const [watched, left] = [randomUUID(), randomUUID()];
    handsets.open(watched)?.watch(() => {});
    handsets.open(left);
    for (let n = 0; n < 200; n += 1) handsets.open(randomUUID());
    expect(handsets.get(watched)).toBeDefined();
    expect(handsets.get(left)).toBeUndefined();
  });

  it.each(['', '404', '__proto__', 'x'.repeat(36), randomUUID().toUpperCase()])('have ids, and %j is none', (id) => {
    expect(new Handsets().open(id)).toBeUndefined();
  });

  it('keep the newest 300 messages', () => {
    const handset = new Handset();
    for (let n = 0; n < 310; n += 1) handset.show(said(`${n}`));
    const { bubbles } = handset.since(0);
    expect(bubbles).toHaveLength(300);
    expect(bubbles[0]?.runs).toEqual([{ text: '10' }]);
  });
});

describe('a screen', () => {
  it('tells what changed after a revision, and a change in place once', () => {
    const handset = new Handset();
    handset.show(said('satu'));
    handset.show(said('dua'));
    const { revision, bubbles } = handset.since(0);
    const [first] = bubbles;
    if (!first) throw new Error('an empty screen');
    handset.show({ ...first, runs: [{ text: 'SATU' }] });
    expect(handset.since(revision).bubbles.map((one) => one.runs[0]?.text)).toEqual(['SATU']);
    expect(handset.since(0).bubbles.map((one) => one.runs[0]?.text)).toEqual(['SATU', 'dua']);
    expect(handset.since(0).bubbles[0]?.at).toBe(first.at);
  });
});

it('a screen tells the newest 600 removals', () => {
  const handset = new Handset();
  handset.remove(Array.from({ length: 500 }, (_, n) => `a${n}`));
  handset.remove(Array.from({ length: 200 }, (_, n) => `b${n}`));
  const { removed } = handset.since(0);
  expect([removed.length, removed[0], removed.at(-1)]).toEqual([600, 'a100', 'b199']);
});

it('a screen that took the place of one with more to tell tells everything', () => {
  const handset = new Handset();
  handset.show(said('satu'));
  expect(handset.since(40).bubbles.map((one) => one.runs[0]?.text)).toEqual(['satu']);
});

describe('files', () => {
  const file = (size: number) => ({ name: 'a.png', type: 'image/png', bytes: new Uint8Array(size) }) as const;

  it('make way for newer ones, and none takes more than there is', () => {
    const shelf = new Shelf(10);
    const [one, two, three] = [shelf.put(file(4)), shelf.put(file(4)), shelf.put(file(4))];
    if (!one || !two || !three) throw new Error('not taken');
    expect([shelf.get(one), shelf.get(two)?.bytes.byteLength, shelf.get(three)?.bytes.byteLength]).toEqual([
      undefined,
      4,
      4,
    ]);
    expect(shelf.put(file(11))).toBeUndefined();
    expect(shelf.get(three)).toBeDefined();
  });

  it('give their room back when they are taken down, once', () => {
    const shelf = new Shelf(10);
    const [one, two] = [shelf.put(file(4)), shelf.put(file(4))];
    if (!one || !two) throw new Error('not taken');
    shelf.drop(one);
    shelf.drop(one);
    expect([shelf.put(file(6)), shelf.get(two)]).toEqual([expect.any(String), expect.anything()]);
    shelf.put(file(1));
    expect(shelf.get(two)).toBeUndefined();
  });

  it('of people make way for those of people, and never for or before those of the bot', () => {
    const files = new Files();
    const large = { name: 'a.mp4', kind: 'video', bytes: new Uint8Array(21 * 1024 * 1024) } as const;
    const certificate = files.send(file(1024));
    const videos = Array.from({ length: 5 }, () => files.receive(large)?.id ?? '');
    const kept = videos.filter((id) => {
      try {
        return files.fetch(id, Number.POSITIVE_INFINITY).byteLength > 0;
      } catch {
        return false;
      }
    });
    expect(kept).toEqual(videos.slice(-3));
    expect(files.open(certificate?.id ?? '')).toBeDefined();
  });
});

describe('what cannot be sent', () => {
  it('is refused by name', async () => {
    const simulator = createSimulator('buttons', { numbersHint: () => '' }, createLog('silent'));
    const address = { channel: simulator.name, id: 'nobody' };
    await expect(simulator.send(address, message('halo'))).rejects.toMatchObject({ outcome: { kind: 'rejected' } });
    const file = { name: 'a.png', type: 'image/png', bytes: new Uint8Array(49 * 1024 * 1024) } as const;
    const large = simulator.send({ ...address, id: randomUUID() }, message('halo', { file }));
    await expect(large).rejects.toMatchObject({ outcome: { kind: 'rejected', code: 'too large' } });
  });
});
