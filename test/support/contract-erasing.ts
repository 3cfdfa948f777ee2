/** Both sides of a conversation can be taken out of the chat: what is named, and nothing else. */
import { describe, expect, it } from 'vitest';
import { type Ability, SendError } from '../../src/channels/channel.ts';
import type { Opened } from './contract.ts';
import type { Failure, Harness, Person } from './contract-harness.ts';
import { CHOICES, message } from './contract-words.ts';

const left = async (person: Person): Promise<readonly string[]> => (await person.holds()).map(({ text }) => text);

const OUTCOMES: Record<Failure, object | 'done'> = {
  blocked: 'done',
  busy: { kind: 'retry', waitMs: expect.any(Number), everybody: true, everywhere: true },
  down: { kind: 'retry', waitMs: expect.any(Number), everybody: false, unknown: true },
  refused: 'done',
};

export function erasing(harness: Harness, abilities: readonly Ability[], open: () => Promise<Opened>): void {
  /** What the person does, and the name it can be erased by. */
  async function named({ inbox }: Opened, does: Promise<void>): Promise<string> {
    await does;
    const { erasable } = await inbox.next();
    if (erasable === undefined) throw new Error('a message without a name');
    return erasable;
  }

  describe('erases', () => {
    it('what both sides wrote, and leaves the rest', async () => {
      const opened = await open();
      const { person, channel } = opened;
      await named(opened, person.says('sebelum'));
      const own = await named(opened, person.says('rahasia'));
      const answer = await channel.send(person.address, message('jawaban', { choices: CHOICES }));
      await channel.send(person.address, message('sesudah'));
      await channel.erase(person.address, [own, ...answer]);
      expect(await left(person)).toEqual(['sebelum', 'sesudah']);
      expect((await person.holds()).map(({ from }) => from)).toEqual(['person', 'bot']);
    });

    it.each([
      ['a text of several messages', message('kata '.repeat(2000))],
      [
        'a picture with more words than fit under it',
        message('kata '.repeat(300), { file: { name: 'a.png', type: 'image/png', bytes: new Uint8Array([1, 2, 3]) } }),
      ],
    ])('all of %s', async (_, long) => {
      const { person, channel } = await open();
      const names = await channel.send(person.address, long);
      expect((await person.holds()).length).toBe(names.length);
      await channel.erase(person.address, names);
      expect(await left(person)).toEqual([]);
    });

    if (harness.attachments.length > 0) {
      it.each(harness.attachments)('%s that a person sent', async (kind) => {
        const opened = await open();
        const name = await named(opened, opened.person.attaches(kind, new Uint8Array(9)));
        expect(await opened.person.holds()).toHaveLength(1);
        await opened.channel.erase(opened.person.address, [name]);
        expect(await opened.person.holds()).toEqual([]);
      });
    }

    if (harness.sendings.includes('edit')) {
      it('what a person wrote and then changed', async () => {
        const opened = await open();
        const name = await named(opened, opened.person.says('rahasia'));
        expect(await named(opened, opened.person.sends('edit'))).toBe(name);
        await opened.channel.erase(opened.person.address, [name]);
        expect(await opened.person.holds()).toEqual([]);
      });
    }

    it('what is there, whatever else is named, twice if need be', async () => {
      const opened = await open();
      const { person, channel } = opened;
      const own = await named(opened, person.says('rahasia'));
      await named(opened, person.says('sesudah'));
      const strange = ['', 'x', '-1', '0', '999999', own, '*', '{}', 'a'.repeat(400)];
      for (let n = 0; n < 2; n += 1) await channel.erase(person.address, strange, 'x');
      await channel.erase(person.address, []);
      expect(await left(person)).toEqual(['sesudah']);
    });

    it('only in the chat it is about', async () => {
      const opened = await open();
      const { person, channel, platform } = opened;
      const neighbour = await platform.person();
      const own = await named(opened, person.says('satu'));
      const other = await named(opened, neighbour.says('dua'));
      await channel.erase(person.address, [own]);
      expect(await left(neighbour)).toEqual(['dua']);
      if (own !== other) await channel.erase(person.address, [other]);
      expect(await left(neighbour)).toEqual(['dua']);
    });

    if (abilities.includes('buttons')) {
      it('a changed message under the name of either', async () => {
        const { person, channel, inbox } = await open();
        const names = new Set(await channel.send(person.address, message('Butir 1', { choices: CHOICES })));
        await person.taps('Belum');
        const { tapped: answered, erasable } = await inbox.next();
        expect(erasable).toBeUndefined(); // a tap leaves no message
        if (answered === undefined) throw new Error('a tap without its message');
        for (const name of await channel.send(person.address, message('Butir 2', { answered, replaces: true })))
          names.add(name);
        expect(names.size).toBe(1);
        await channel.erase(person.address, [...names]);
        expect(await left(person)).toEqual([]);
      });

      it('all but the message that is spared', async () => {
        const { person, channel, inbox } = await open();
        const names = [...(await channel.send(person.address, message('sebelum')))];
        names.push(...(await channel.send(person.address, message('Hapus jejak?', { choices: CHOICES }))));
        await person.taps('Belum');
        const { tapped } = await inbox.next();
        if (tapped === undefined) throw new Error('a tap without its message');
        await channel.erase(person.address, names, tapped);
        expect(await left(person)).toEqual(['Hapus jejak?']);
        await channel.send(person.address, message('Terhapus.', { answered: tapped, replaces: true }));
        expect(await left(person)).toEqual(['Terhapus.']);
      });
    }
  });

  if (harness.failures.length === 0) return;
  describe('when it cannot be erased', () => {
    it.each(harness.failures)('%s: says whether to try again', async (how) => {
      const opened = await open();
      const { person, channel, platform } = opened;
      const own = await named(opened, person.says('rahasia'));
      await platform.fail(how, person);
      const outcome: unknown = await channel.erase(person.address, [own]).then(
        () => 'done',
        (error: unknown) => (error instanceof SendError ? error.outcome : error),
      );
      expect(outcome).toEqual(OUTCOMES[how]);
    });
  });
}
