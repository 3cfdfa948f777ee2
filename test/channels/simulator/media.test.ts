/** Files that people send and the bot fetches, and what is erased on each phone. */
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Arrival } from '../../../src/channels/channel.ts';
import type { Deed } from '../../../src/channels/simulator/deeds.ts';
import { createSimulator, type Simulator, type Style } from '../../../src/channels/simulator/simulator.ts';
import type { Media } from '../../../src/engine/types.ts';
import { createLog } from '../../../src/log.ts';
import { message } from '../../support/contract-words.ts';

const HEX = 'ffd8ffe000104a46494600010100';
const PHOTO = Buffer.from(HEX, 'hex');
const LONG = new AbortController().signal;
const STYLES: readonly Style[] = ['buttons', 'numbers'];

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Phone {
  readonly simulator: Simulator;
  readonly address: { readonly channel: Simulator['name']; readonly id: string };
  readonly arrivals: readonly Arrival[];
  /** Returns the id of the deed, once the bot has dealt with it. */
  does(deed: Deed): Promise<string>;
  /** Ids of the messages that stand there. */
  stands(): readonly string[];
}

async function phoneOf(style: Style): Promise<Phone> {
  const simulator = createSimulator(style, { numbersHint: () => '' }, createLog('silent'));
  const arrivals: Arrival[] = [];
  await simulator.start(async (arrival) => void arrivals.push(arrival));
  stops.push(() => simulator.stop());
  const id = randomUUID();
  return {
    simulator,
    arrivals,
    address: { channel: simulator.name, id },
    does: async (deed) => {
      const deedId = randomUUID();
      expect(simulator.take(id, deedId, deed, { language: 'id' })).toBe('taken');
      await expect.poll(() => simulator.waiting(id)).toBe(0);
      return deedId;
    },
    stands: () =>
      simulator
        .handset(id)
        ?.since(0)
        .bubbles.map((bubble) => bubble.id) ?? [],
  };
}

const sent = (bytes: Uint8Array, name = 'foto.jpg'): Deed => ({ kind: 'media', file: { name, kind: 'photo', bytes } });

function mediaOf({ arrivals }: Phone): Media {
  const act = arrivals.at(-1)?.act;
  if (act?.kind !== 'media') throw new Error('no file came');
  return act.media;
}

describe.each(STYLES)('a file sent from the phone with %s', (style) => {
  it('arrives as what it was sent as, and its bytes are fetched', async () => {
    const phone = await phoneOf(style);
    const id = await phone.does(sent(PHOTO));
    expect(phone.arrivals[0]).toMatchObject({ messageId: id, erasable: id });
    const media = mediaOf(phone);
    expect(media).toEqual({ ref: expect.any(String), kind: 'photo', size: PHOTO.byteLength });
    expect(Buffer.from(await phone.simulator.fetch(media, PHOTO.byteLength, LONG))).toEqual(PHOTO);
  });

  it('is fetched as often as one likes, whatever is done to the bytes', async () => {
    const phone = await phoneOf(style);
    await phone.does(sent(PHOTO));
    (await phone.simulator.fetch(mediaOf(phone), 100, LONG)).fill(0);
    expect(Buffer.from(await phone.simulator.fetch(mediaOf(phone), 100, LONG)).toString('hex')).toBe(HEX);
  });

  it('is not fetched when it is larger than asked for, gone, or nobody waits for it any more', async () => {
    const phone = await phoneOf(style);
    await phone.does(sent(PHOTO));
    const media = mediaOf(phone);
    const fetching = (one: Media, most: number, signal = LONG) => phone.simulator.fetch(one, most, signal);
    await expect(fetching(media, PHOTO.byteLength - 1)).rejects.toMatchObject({ outcome: 'too_large' });
    await expect(fetching({ ...media, ref: randomUUID() }, 100)).rejects.toMatchObject({ outcome: 'gone' });
    await expect(fetching(media, 100, AbortSignal.abort())).rejects.toThrow();
  });

  it('is never one that the bot sent', async () => {
    const phone = await phoneOf(style);
    const file = { name: 'a.png', type: 'image/png', bytes: PHOTO } as const;
    await phone.simulator.send(phone.address, message('Sertifikat', { file }));
    const ref = phone.simulator.handset(phone.address.id)?.since(0).bubbles[0]?.file?.id ?? '';
    const fetching = phone.simulator.fetch({ ref, kind: 'photo' }, 100, LONG);
    await expect(fetching).rejects.toMatchObject({ outcome: 'gone' });
  });

  it('is taken once, however often it is sent', async () => {
    const phone = await phoneOf(style);
    const id = await phone.does(sent(PHOTO));
    expect(phone.simulator.take(phone.address.id, id, sent(Buffer.from('other')), { language: 'id' })).toBe('taken');
    expect(phone.arrivals).toHaveLength(1);
    expect(phone.stands()).toEqual([id]);
  });

  it('is refused when there is no room for it at all, and leaves no message', async () => {
    const phone = await phoneOf(style);
    const huge = sent(new Uint8Array(65 * 1024 * 1024));
    expect(phone.simulator.take(phone.address.id, randomUUID(), huge, { language: 'id' })).toBe('too large');
    expect(phone.stands()).toEqual([]);
  });

  it.each([
    ['a JPEG', PHOTO, 'image/jpeg'],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'image/png'],
    ['a GIF', Buffer.from('GIF89a'), 'image/gif'],
    ['a WebP', Buffer.from('RIFF\x10\0\0\0WEBPVP8 ', 'latin1'), 'image/webp'],
    ['a drawing with a script', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), undefined],
    ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), undefined],
    ['a script', Buffer.from('alert(1)'), undefined],
    ['a PDF', Buffer.from('%PDF-1.7'), undefined],
    ['nearly nothing', Buffer.from([0xff]), undefined],
  ])('is shown by what it is, not by what it is called: %s', async (_, bytes, type) => {
    const phone = await phoneOf(style);
    await phone.does(sent(bytes));
    expect(phone.simulator.file(mediaOf(phone).ref)?.type).toBe(type);
    expect(phone.simulator.handset(phone.address.id)?.since(0).bubbles[0]?.file?.type).toBe(type);
  });
});

describe.each(STYLES)('messages on the phone with %s', (style) => {
  it('have names: those of the person, and those that stand for ours; a tap has none', async () => {
    const { simulator, address, does, stands, arrivals } = await phoneOf(style);
    const said = await does({ kind: 'text', text: 'halo' });
    const [asked] = await simulator.send(address, message('Pilih', { choices: [{ data: 'a', label: 'A' }] }));
    if (asked === undefined) throw new Error('no name');
    await does({ kind: 'tap', bubble: asked, data: 'a' });
    expect(arrivals.map((arrival) => arrival.erasable)).toEqual([said, undefined]);
    const replaced = await simulator.send(address, message('Terima kasih', { answered: asked, replaces: true }));
    const added = await simulator.send(address, message('Lagi', { answered: asked }));
    expect(replaced).toEqual([asked]);
    expect(stands()).toEqual([said, asked, ...added]);
  });
});

describe('what is erased', () => {
  it('leaves the phone with buttons on both sides, but for the one that is spared, and its files are gone', async () => {
    const phone = await phoneOf('buttons');
    const { simulator, address, does, stands } = phone;
    const kept = await does({ kind: 'text', text: 'sebelum' });
    const photo = await does(sent(PHOTO));
    const file = { name: 'a.png', type: 'image/png', bytes: PHOTO } as const;
    const ours = await simulator.send(address, message('Berkas', { file }));
    const [spared] = await simulator.send(address, message('Hapus?'));
    if (spared === undefined) throw new Error('no name');
    const before = simulator.handset(address.id)?.since(0);
    await simulator.erase(address, [photo, ...ours, spared, 'elsewhere'], spared);
    expect(stands()).toEqual([kept, spared]);
    const changes = simulator.handset(address.id)?.since(before?.revision ?? 0);
    expect(changes).toMatchObject({ bubbles: [], removed: [photo, ...ours, 'elsewhere'] });
    expect(before?.bubbles.map((bubble) => bubble.file && simulator.file(bubble.file.id))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    await expect(simulator.fetch(mediaOf(phone), 100, LONG)).rejects.toMatchObject({ outcome: 'gone' });
  });

  it('is told to a page that saw it before this process began', async () => {
    const { simulator, address } = await phoneOf('buttons');
    await simulator.erase(address, ['of another process']);
    expect(simulator.handset(address.id)?.since(0).removed).toEqual(['of another process']);
  });

  it('stays on the screen of the phone with numbers; only the file that was sent is gone from our side', async () => {
    const phone = await phoneOf('numbers');
    const { simulator, address, does, stands } = phone;
    const photo = await does(sent(PHOTO));
    const file = { name: 'a.png', type: 'image/png', bytes: PHOTO } as const;
    const ours = await simulator.send(address, message('Berkas', { file }));
    await simulator.erase(address, [photo, ...ours]);
    expect(stands()).toEqual([photo, ...ours]);
    const { bubbles = [], removed } = simulator.handset(address.id)?.since(0) ?? {};
    expect(removed).toEqual([]);
    expect(bubbles.map((bubble) => bubble.file?.type)).toEqual([undefined, 'image/png']);
    await expect(simulator.fetch(mediaOf(phone), 100, LONG)).rejects.toMatchObject({ outcome: 'gone' });
  });

  it.each(STYLES)('twice, or for nobody, is no error: %s', async (style) => {
    const { simulator, address, does } = await phoneOf(style);
    const photo = await does(sent(PHOTO));
    await simulator.erase(address, [photo]);
    await simulator.erase(address, [photo]);
    await simulator.erase({ ...address, id: randomUUID() }, [photo]);
    await simulator.erase({ ...address, id: 'nobody' }, [photo]);
  });

  it('does not come back when the bot deals with it late', async () => {
    const simulator = createSimulator('buttons', { numbersHint: () => '' }, createLog('silent'));
    const { promise, resolve } = Promise.withResolvers<void>();
    await simulator.start(() => promise);
    stops.push(() => simulator.stop());
    const [id, deedId] = [randomUUID(), randomUUID()];
    simulator.take(id, deedId, { kind: 'text', text: 'halo' }, { language: 'id' });
    await simulator.erase({ channel: simulator.name, id }, [deedId]);
    resolve();
    await expect.poll(() => simulator.waiting(id)).toBe(0);
    expect(simulator.handset(id)?.since(0).bubbles).toEqual([]);
  });
});
