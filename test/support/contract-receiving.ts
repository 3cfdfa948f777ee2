/** What a person does reaches the conversation: as it was meant, once acknowledged, in order. */
import { describe, expect, it } from 'vitest';
import type { Arrival } from '../../src/channels/channel.ts';
import type { EvidenceKind } from '../../src/domain/evidence.ts';
import type { Phone } from '../../src/domain/phone.ts';
import type { Act } from '../../src/engine/types.ts';
import type { Opened } from './contract.ts';
import type { Harness, Sending } from './contract-harness.ts';
import { CHOICES, LABELS, message, WORDS } from './contract-words.ts';

const media = (kind: EvidenceKind): Act => ({
  kind: 'media',
  media: expect.objectContaining({ ref: expect.any(String), kind }),
});

/** What each sending must become; `undefined` when it is nothing to answer. */
const ACTS: Record<Sending, (phone: Phone, vouched: boolean) => Act | undefined> = {
  'own contact': (phone, vouched) => ({ kind: 'contact', phone, own: vouched }),
  'other contact': () => ({ kind: 'contact', phone: expect.stringMatching(/^\+62/), own: false }),
  'forwarded contact': (phone) => ({ kind: 'contact', phone, own: false }),
  photo: () => media('photo'),
  video: () => media('video'),
  voice: () => media('audio'),
  document: () => media('document'),
  sticker: () => ({ kind: 'other', what: 'sticker' }),
  edit: () => ({ kind: 'other', what: 'edited' }),
  reaction: () => undefined,
};

export function receiving(harness: Harness, open: () => Promise<Opened>): void {
  describe('takes in', () => {
    it.each(WORDS)('words: %s', async (_, text) => {
      const { person, inbox, channel } = await open();
      await person.says(text);
      const arrival = await inbox.next();
      expect(arrival.act).toEqual({ kind: 'text', text });
      expect(arrival.address).toEqual(person.address);
      expect(arrival.address.channel).toBe(channel.name);
      if (channel.abilities.has('sender')) expect(arrival.sender).toBe(person.phone);
      else expect(arrival.sender).toBeUndefined();
    });

    it.each(harness.sendings)('%s', async (what) => {
      const { person, inbox, channel } = await open();
      await channel.send(person.address, message('Halo'));
      await person.says('sebelum');
      await inbox.next();
      await person.sends(what);
      const expected = ACTS[what](person.phone, channel.abilities.has('contact'));
      if (expected) expect((await inbox.next()).act).toEqual(expected);
      // Only after that: a platform may deliver a change and a message side by side.
      await person.says('sesudah');
      expect((await inbox.next()).act).toEqual({ kind: 'text', text: 'sesudah' });
    });

    it('the choice of an offered answer', async () => {
      const { person, inbox, channel } = await open();
      await channel.send(person.address, message('Butir 1', { choices: CHOICES }));
      if (!channel.abilities.has('buttons')) {
        await person.says('2');
        expect((await inbox.next()).act).toEqual({ kind: 'text', text: '2' });
        return;
      }
      for (const { data, label } of CHOICES) {
        await person.taps(label);
        const arrival = await inbox.next();
        expect(arrival.act).toEqual({ kind: 'tap', data });
        expect(arrival.tapped).toEqual(expect.any(String));
      }
    });

    it('different messages under different names', async () => {
      const { person, inbox, channel } = await open();
      await channel.send(person.address, message('Butir 1', { choices: CHOICES }));
      await person.says('sama');
      await person.says('sama');
      const [label] = LABELS;
      if (channel.abilities.has('buttons') && label) {
        await person.taps(label);
        await person.taps(label);
      } else {
        await person.says('1');
        await person.says('1');
      }
      const ids = [await inbox.next(), await inbox.next(), await inbox.next(), await inbox.next()];
      expect(new Set(ids.map((arrival) => arrival.messageId)).size).toBe(4);
    });

    if (harness.repeats) {
      it('the same message twice under the same name', async () => {
        const { person, inbox, channel } = await open();
        await channel.send(person.address, message('Butir 1', { choices: CHOICES }));
        const twice = async (act: () => Promise<void>): Promise<void> => {
          await act();
          const first = await inbox.next();
          await person.again();
          expect(await inbox.next()).toEqual(first);
        };
        await twice(() => person.says('sekali'));
        const [label] = LABELS;
        if (channel.abilities.has('buttons') && label) await twice(() => person.taps(label));
      });
    }
  });

  describe('acknowledges', () => {
    it('only when the turn is committed', async () => {
      const { person, inbox, platform } = await open();
      const commit = inbox.hold();
      await person.says('halo');
      await inbox.next();
      expect(await platform.unacknowledged()).toBe(1);
      commit();
      await expect.poll(() => platform.unacknowledged()).toBe(0);
    });

    it('nothing that failed: it comes again under the same name, and nothing is lost', async () => {
      const { person, inbox, platform } = await open();
      let failures = 2;
      inbox.turn = async () => {
        failures -= 1;
        if (failures >= 0) throw new Error('the database is away');
      };
      await person.says('halo');
      const tries: Arrival[] = [await inbox.next(), await inbox.next(), await inbox.next()];
      expect(new Set(tries.map((arrival) => arrival.messageId)).size).toBe(1);
      expect(tries.map((arrival) => arrival.act)).toEqual(Array(3).fill({ kind: 'text', text: 'halo' }));
      await expect.poll(() => platform.unacknowledged()).toBe(0);
      expect(inbox.arrivals).toHaveLength(3);
    });

    it('one chat in order while other chats go on', async () => {
      const { person, inbox, platform } = await open();
      const neighbour = await platform.person();
      const { promise, resolve } = Promise.withResolvers<void>();
      inbox.turn = (arrival) => (arrival.address.id === person.address.id ? promise : Promise.resolve());
      await person.says('satu');
      await person.says('dua');
      await person.says('tiga');
      await neighbour.says('halo');
      const first = [await inbox.next(), await inbox.next()];
      expect(first.map((arrival) => arrival.address.id).sort()).toEqual(
        [person.address.id, neighbour.address.id].sort(),
      );
      expect(inbox.arrivals).toHaveLength(2);
      resolve();
      await inbox.next();
      await inbox.next();
      const texts = inbox.arrivals.filter((arrival) => arrival.address.id === person.address.id);
      expect(texts.map((arrival) => arrival.act)).toEqual(
        ['satu', 'dua', 'tiga'].map((text) => ({ kind: 'text', text })),
      );
    });

    it('before it stops, whatever is under way', async () => {
      const { person, inbox, platform, channel } = await open();
      const commit = inbox.hold();
      await person.says('halo');
      await inbox.next();
      let stopped = false;
      const stop = channel.stop().then(() => {
        stopped = true;
      });
      await person.sees(); // a round trip, during which a hasty stop would be over
      expect(stopped).toBe(false);
      commit();
      await stop;
      await expect.poll(() => platform.unacknowledged()).toBe(0);
      expect(inbox.arrivals).toHaveLength(1);
    });
  });
}
