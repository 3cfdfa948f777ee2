/** Buttons, keyboards and messages that change in place: for channels that have them. */
import { describe, expect, it } from 'vitest';
import type { Opened } from './contract.ts';
import { CHOICES, LABELS, message } from './contract-words.ts';

const NEXT = [{ data: 'abcd:point2:yes', label: 'Lanjut' }];

export function buttons(open: () => Promise<Opened>): void {
  /** A question with buttons that was tapped, and the token to answer it with. */
  async function tapped(): Promise<Opened & { answered: string }> {
    const opened = await open();
    const { person, inbox, channel } = opened;
    await channel.send(person.address, message('Butir 1', { choices: CHOICES }));
    await person.taps('Saya berikrar');
    const { tapped: answered } = await inbox.next();
    if (answered === undefined) throw new Error('a tap without its message');
    return { ...opened, answered };
  }

  describe('after a tap', () => {
    it('puts the next question in the place of the answered one', async () => {
      const { person, inbox, channel, answered } = await tapped();
      await channel.send(person.address, message('<b>Butir 2</b>', { choices: NEXT, answered, replaces: true }));
      const bubbles = await person.sees();
      expect(bubbles).toHaveLength(1);
      expect(bubbles[0]).toMatchObject({ text: 'Butir 2', bold: ['Butir 2'], buttons: ['Lanjut'] });
      await person.taps('Lanjut');
      expect((await inbox.next()).act).toEqual({ kind: 'tap', data: 'abcd:point2:yes' });
    });

    it('takes a replacement that changes nothing as done', async () => {
      const { person, channel, answered } = await tapped();
      await channel.send(person.address, message('Butir 1', { choices: CHOICES, answered, replaces: true }));
      expect(await person.sees()).toMatchObject([{ text: 'Butir 1', buttons: LABELS }]);
    });

    it('lets the buttons go and says the rest below', async () => {
      const { person, channel, answered } = await tapped();
      await channel.send(person.address, message('Terima kasih', { answered }));
      expect(await person.sees()).toMatchObject([
        { text: 'Butir 1', buttons: [] },
        { text: 'Terima kasih', buttons: [] },
      ]);
    });

    it('replaces what stands under a picture', async () => {
      const { person, inbox, channel } = await open();
      const file = { name: 'a.png', type: 'image/png', bytes: new Uint8Array([1, 2, 3]) } as const;
      await channel.send(person.address, message('Sertifikat', { file, choices: CHOICES }));
      await person.taps('Belum');
      const { tapped: answered } = await inbox.next();
      if (answered === undefined) throw new Error('a tap without its message');
      await channel.send(person.address, message('Selesai', { answered, replaces: true, choices: NEXT }));
      expect(await person.sees()).toMatchObject([{ text: 'Selesai', file: { size: 3 }, buttons: ['Lanjut'] }]);
    });

    it.each(['', 'x', 'm0', 't999999', '-1', 'a'.repeat(400)])(
      'says it anew when the message is gone: %j',
      async (answered) => {
        const { person, channel } = await open();
        await channel.send(person.address, message('Butir 2', { choices: NEXT, answered, replaces: true }));
        await channel.send(person.address, message('Butir 3', { answered }));
        expect((await person.sees()).map((bubble) => bubble.text)).toEqual(['Butir 2', 'Butir 3']);
      },
    );

    it('says a text too long for one message below it', async () => {
      const { person, channel, answered } = await tapped();
      const long = Array.from({ length: 60 }, (_, n) => `${n} ${'kata '.repeat(19)}`).join('\n\n');
      await channel.send(person.address, message(long, { choices: NEXT, answered, replaces: true }));
      const bubbles = await person.sees();
      expect(bubbles.map((bubble) => bubble.text).join('\n\n')).toContain('59 kata');
      expect(bubbles.filter((bubble) => bubble.buttons.length > 0).map((bubble) => bubble.buttons)).toEqual([
        ['Lanjut'],
      ]);
      expect(bubbles.at(-1)?.buttons).toEqual(['Lanjut']);
    });
  });

  typing(open);
}

/** Buttons that were answered in another way. */
function typing(open: () => Promise<Opened>): void {
  describe('after an answer that was typed', () => {
    async function asked(): Promise<Opened> {
      const opened = await open();
      const { person, inbox, channel } = opened;
      await channel.send(person.address, message('Butir 1', { choices: CHOICES }));
      await person.says('Saya berikrar');
      await inbox.next();
      return opened;
    }

    it('lets the buttons go', async () => {
      const { person, inbox, channel } = await asked();
      await channel.send(person.address, message('Butir 2', { choices: NEXT, settles: true }));
      expect(await person.sees()).toMatchObject([
        { text: 'Butir 1', buttons: [] },
        { text: 'Butir 2', buttons: ['Lanjut'] },
      ]);
      await person.says('Lanjut');
      await inbox.next();
      await channel.send(person.address, message('Selesai', { settles: true }));
      expect(await person.sees()).toMatchObject([{ buttons: [] }, { buttons: [] }, { text: 'Selesai' }]);
    });

    it('also those under a file, and those that took the place of others', async () => {
      const { person, inbox, channel } = await asked();
      const file = { name: 'a.png', type: 'image/png', bytes: new Uint8Array([1, 2, 3]) } as const;
      await channel.send(person.address, message('Sertifikat', { file, choices: CHOICES, settles: true }));
      await person.taps('Belum');
      const { tapped: answered } = await inbox.next();
      if (answered === undefined) throw new Error('a tap without its message');
      await channel.send(
        person.address,
        message('Ingatkan?', { choices: NEXT, answered, replaces: true, settles: true }),
      );
      await person.says('Lanjut');
      await inbox.next();
      await channel.send(person.address, message('Selesai', { settles: true }));
      expect((await person.sees()).map(({ buttons }) => buttons)).toEqual([[], [], []]);
    });

    it('and lets them stand when it is something else that is said', async () => {
      const { person, channel } = await asked();
      await channel.send(person.address, message('Masa tenang dimulai hari ini.'));
      expect(await person.sees()).toMatchObject([{ buttons: LABELS }, { buttons: [] }]);
    });

    it('or after a tap on an older message', async () => {
      const { person, inbox, channel } = await open();
      await channel.send(person.address, message('Lama', { choices: NEXT }));
      await channel.send(person.address, message('Butir 1', { choices: CHOICES }));
      await person.taps('Lanjut');
      const { tapped: answered } = await inbox.next();
      if (answered === undefined) throw new Error('a tap without its message');
      await channel.send(person.address, message('Butir 1 lagi', { choices: CHOICES, answered, settles: true }));
      expect((await person.sees()).map(({ buttons }) => buttons)).toEqual([[], [], LABELS]);
    });
  });
}

/** The button that shares the person's own contact. */
export function contact(open: () => Promise<Opened>): void {
  describe('asks for the contact', () => {
    it('with a key for it and for the other answers, which go away with the next message', async () => {
      const { person, inbox, channel } = await open();
      await channel.send(person.address, message('Nomor Anda?', { choices: NEXT, contact: 'Bagikan nomor saya' }));
      expect(await person.keyboard()).toEqual(['Bagikan nomor saya', 'Lanjut']);
      await person.says('Lanjut');
      expect((await inbox.next()).act).toEqual({ kind: 'text', text: 'Lanjut' });
      await channel.send(person.address, message('Baik.'));
      expect(await person.keyboard()).toEqual([]);
    });

    it('also in answer to a tap', async () => {
      const { person, inbox, channel } = await open();
      await channel.send(person.address, message('Butir 1', { choices: CHOICES }));
      await person.taps('Belum');
      const { tapped: answered } = await inbox.next();
      if (answered === undefined) throw new Error('a tap without its message');
      await channel.send(person.address, message('Nomor Anda?', { contact: 'Bagikan', answered, replaces: true }));
      expect(await person.sees()).toMatchObject([{ buttons: [] }, { text: 'Nomor Anda?' }]);
      expect(await person.keyboard()).toEqual(['Bagikan']);
    });
  });
}
