/** The files people send: each arrives as what it is, and its bytes can be fetched, whole or not at all. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FetchError } from '../../src/channels/channel.ts';
import type { EvidenceKind } from '../../src/domain/evidence.ts';
import type { Media } from '../../src/engine/types.ts';
import type { Opened } from './contract.ts';
import type { Harness } from './contract-harness.ts';

const NEVER = new AbortController().signal;
const SIZE = 300_000;
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** Any bytes at all, of every value. */
const bytesOf = (seed: number, size = SIZE): Uint8Array => new Uint8Array(size).map((_, n) => (n * (seed + 7)) >> 3);

const outcomeOf = async (fetched: Promise<Uint8Array>): Promise<FetchError['outcome'] | 'fetched'> => {
  try {
    await fetched;
    return 'fetched';
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return error.outcome;
  }
};

export function media(harness: Harness, open: () => Promise<Opened>): void {
  const [anyKind] = harness.attachments;
  if (anyKind === undefined) return;

  async function sent(kind: EvidenceKind, bytes: Uint8Array): Promise<Opened & { media: Media }> {
    const opened = await open();
    await opened.person.attaches(kind, bytes);
    const { act } = await opened.inbox.next();
    if (act.kind !== 'media') throw new Error(`arrived as ${act.kind}`);
    return { ...opened, media: act.media };
  }

  describe('takes in a file', () => {
    it.each(harness.attachments)('%s, and gives its bytes', async (kind) => {
      const bytes = bytesOf(1);
      const { channel, media: arrived } = await sent(kind, bytes);
      expect(arrived.kind).toBe(kind);
      if (arrived.size !== undefined) expect(arrived.size).toBe(SIZE);
      expect(digest(await channel.fetch(arrived, SIZE, NEVER))).toBe(digest(bytes));
    });

    it('and gives it again to whoever crashed with it', async () => {
      const bytes = bytesOf(2);
      const { channel, media: arrived } = await sent(anyKind, bytes);
      for (let n = 0; n < 2; n += 1) expect(digest(await channel.fetch(arrived, SIZE, NEVER))).toBe(digest(bytes));
    });

    it('of each person, and never gives one for the other', async () => {
      const { channel, inbox, platform, media: first } = await sent(anyKind, bytesOf(3));
      await (await platform.person()).attaches(anyKind, bytesOf(4));
      const { act } = await inbox.next();
      if (act.kind !== 'media') throw new Error(`arrived as ${act.kind}`);
      expect(act.media.ref).not.toBe(first.ref);
      expect(digest(await channel.fetch(first, SIZE, NEVER))).toBe(digest(bytesOf(3)));
      expect(digest(await channel.fetch(act.media, SIZE, NEVER))).toBe(digest(bytesOf(4)));
    });
  });

  describe('gives no file', () => {
    it('that has a byte more than was asked for', async () => {
      const { channel, media: arrived } = await sent(anyKind, bytesOf(5));
      expect(await outcomeOf(channel.fetch(arrived, SIZE - 1, NEVER))).toBe('too_large');
      // What a sender's app tells of the size is not believed.
      const { size: _, ...untold } = arrived;
      expect(await outcomeOf(channel.fetch({ ...untold, size: 1 }, SIZE - 1, NEVER))).toBe('too_large');
      expect(await outcomeOf(channel.fetch(untold, SIZE - 1, NEVER))).toBe('too_large');
      expect(await outcomeOf(channel.fetch(untold, SIZE, NEVER))).toBe('fetched');
    });

    it.each(['', 'x', '../../etc/passwd', 'https://example.id/', 'a'.repeat(400)])(
      'that nobody sent: %j',
      async (ref) => {
        const { channel } = await open();
        const failure = await channel.fetch({ ref, kind: anyKind }, SIZE, NEVER).catch((error: unknown) => error);
        if (!(failure instanceof FetchError)) throw new Error(`fetched, or failed as ${String(failure)}`);
        expect(failure.outcome).toBe('gone');
        if (ref.length > 1) expect(`${failure.message} ${failure.stack} ${String(failure.cause)}`).not.toContain(ref);
      },
    );
  });
}
