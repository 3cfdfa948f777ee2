/** What the bot says reaches the person: every word, with the answers on offer, or a failure that has a name. */
import { describe, expect, it } from 'vitest';
import { type Channel, SendError } from '../../src/channels/channel.ts';
import type { Opened } from './contract.ts';
import type { Bubble, Failure, Harness, Person } from './contract-harness.ts';
import { CHOICES, escaped, LABELS, message, WORDS } from './contract-words.ts';

/** A PNG of one pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const OUTCOMES: Record<Failure, SendError['outcome']> = {
  blocked: { kind: 'blocked' },
  busy: { kind: 'retry', waitMs: expect.any(Number), everybody: true, everywhere: true },
  down: { kind: 'retry', waitMs: expect.any(Number), everybody: false, unknown: true },
  refused: { kind: 'rejected', code: expect.anything() },
};

const last = async (person: Person): Promise<Bubble> => {
  const bubble = (await person.sees()).at(-1);
  if (!bubble) throw new Error('the chat is empty');
  return bubble;
};

/** The answers stand under the words: as buttons, or numbered in the text. */
function expectOffered(channel: Channel, bubble: Bubble, labels: readonly string[]): void {
  if (channel.abilities.has('buttons')) expect(bubble.buttons).toEqual(labels);
  else expect(bubble.text).toMatch(new RegExp(labels.map((label, n) => `\\b${n + 1}\\b\\W+${label}`).join('\\s+')));
}

export function sending(harness: Harness, open: () => Promise<Opened>): void {
  describe('says', () => {
    it.each(WORDS)('words: %s', async (_, text) => {
      const { person, channel } = await open();
      await channel.send(person.address, message(escaped(text)));
      expect((await last(person)).text).toBe(text);
    });

    it('words with weight, and what a person typed as they typed it', async () => {
      const { person, channel } = await open();
      const name = '<b>Budi</b> & "Sons"';
      await channel.send(
        person.address,
        message(
          `<b>Nama</b>: ${escaped(name)}\n<i>miring</i>, <code>K7QM</code>, <a href="https://example.id/v/a?b=1&amp;c=2">lihat</a>`,
        ),
      );
      const bubble = await last(person);
      expect(bubble.text).toContain(name);
      expect(bubble.bold).toEqual(['Nama']);
      expect(bubble.italic).toEqual(['miring']);
      expect(bubble.code).toEqual(['K7QM']);
      expect(bubble.links).toEqual([{ text: 'lihat', href: 'https://example.id/v/a?b=1&c=2' }]);
    });

    it('the answers on offer', async () => {
      const { person, channel } = await open();
      await channel.send(person.address, message('Butir 1', { choices: CHOICES }));
      const bubble = await last(person);
      expect(bubble.text).toMatch(/^Butir 1/);
      expectOffered(channel, bubble, LABELS);
    });

    it('several messages in their order', async () => {
      const { person, channel } = await open();
      for (const text of ['satu', 'dua', 'tiga']) await channel.send(person.address, message(text));
      expect((await person.sees()).map((bubble) => bubble.text)).toEqual(['satu', 'dua', 'tiga']);
    });

    it('to each person their own', async () => {
      const { person, channel, platform } = await open();
      const neighbour = await platform.person();
      await Promise.all([
        channel.send(person.address, message('untuk satu')),
        channel.send(neighbour.address, message('untuk dua')),
      ]);
      expect((await person.sees()).map((bubble) => bubble.text)).toEqual(['untuk satu']);
      expect((await neighbour.sees()).map((bubble) => bubble.text)).toEqual(['untuk dua']);
    });

    it('a text of 9,000 characters, all of it, with the answers at its end', async () => {
      const { person, channel } = await open();
      const paragraphs = Array.from({ length: 90 }, (_, n) => `Paragraf ${n} ${'kata '.repeat(17)}`.padEnd(98, 'x'));
      await channel.send(person.address, message(paragraphs.join('\n\n'), { choices: CHOICES }));
      const bubbles = await person.sees();
      const text = bubbles.map((bubble) => bubble.text).join('\n\n');
      for (const paragraph of paragraphs) expect(text).toContain(paragraph);
      expectOffered(channel, await last(person), LABELS);
    });

    it('a picture with words and answers under it', async () => {
      const { person, channel } = await open();
      const file = { name: 'sertifikat.png', type: 'image/png', bytes: PIXEL } as const;
      await channel.send(person.address, message('<b>Sertifikat</b> Anda', { file, choices: CHOICES }));
      const bubble = await last(person);
      expect(bubble.file?.size).toBe(PIXEL.byteLength);
      expect(bubble.text).toContain('Sertifikat');
      expectOffered(channel, bubble, LABELS);
    });

    it('a document under its name', async () => {
      const { person, channel } = await open();
      const bytes = new TextEncoder().encode('%PDF-1.7\r\n--x\r\n\0\x01\xff%%EOF');
      const file = { name: 'sertifikat-ikrar.pdf', type: 'application/pdf', bytes } as const;
      await channel.send(person.address, message('Berkas PDF', { file }));
      expect((await last(person)).file).toEqual({ name: 'sertifikat-ikrar.pdf', size: bytes.byteLength });
    });

    it('a picture whose words are too long to stand under it, with all its words', async () => {
      const { person, channel } = await open();
      const file = { name: 'sertifikat.png', type: 'image/png', bytes: PIXEL } as const;
      const words = Array.from({ length: 200 }, (_, n) => `kata${n}`).join(' ');
      await channel.send(person.address, message(words, { file, choices: CHOICES }));
      const bubbles = await person.sees();
      expect(bubbles.map((bubble) => bubble.text).join(' ')).toContain(words);
      expect(bubbles.filter((bubble) => bubble.file)).toHaveLength(1);
      expectOffered(channel, await last(person), LABELS);
    });

    it('that an answer is coming, without ever failing', async () => {
      const { channel, person } = await open();
      channel.typing(person.address);
      channel.typing({ channel: channel.name, id: '404' });
      await channel.send(person.address, message('Halo'));
      expect((await last(person)).text).toBe('Halo');
    });
  });

  if (harness.failures.length === 0) return;
  describe('fails by name', () => {
    it.each(harness.failures)('%s', async (how) => {
      const { person, channel, platform } = await open();
      await platform.fail(how, person);
      const failure = await channel.send(person.address, message('rahasia')).catch((error: unknown) => error);
      if (!(failure instanceof SendError)) throw new Error(`sent, or failed as ${String(failure)}`);
      expect(failure.outcome).toEqual(OUTCOMES[how]);
      if (failure.outcome.kind === 'retry') expect(failure.outcome.waitMs).toBeGreaterThan(0);
      const told = `${failure.message} ${failure.stack} ${JSON.stringify(failure)} ${String(failure.cause)}`;
      expect(told).not.toContain('rahasia');
      expect(told).not.toContain(person.address.id);
      expect(await person.sees()).toEqual([]);
    });
  });
}
