/**
 * Where chats are now. A chat keeps the LID it began with as its name, wherever its account goes: what is kept under that name
 * goes on, and none of it need be found and changed.
 */
import { jidDecode } from '@whiskeysockets/baileys';
import { z } from 'zod';
import { KeyMemory } from './key-memory.ts';
import type { Move } from './moves.ts';
import type { KeyChange, Safe } from './ports.ts';
import { MAPPING } from './who.ts';

/** What is known of a LID beyond its number; mostly nothing. */
const entry = z.object({
  /** The chat that is led there. */
  chat: z.string().exactOptional(),
  /** Of a chat: where its account is now. */
  now: z.string().exactOptional(),
  /** Of a chat: where else its account has been since it began. */
  past: z.array(z.string()).exactOptional(),
  /** Of a chat: nobody is there any more, says WhatsApp. */
  gone: z.literal(true).exactOptional(),
});
type Entry = z.infer<typeof entry>;

const NOTHING: Entry = {};
/** As many as Baileys' keys; of most there is nothing. */
const MOST_REMEMBERED = 10_000;

export class Whereabouts {
  private readonly safe: Pick<Safe, 'read' | 'write'>;
  private memory = new KeyMemory(MOST_REMEMBERED);
  /** Changes follow one another: each goes on from what the one before has written. */
  private changing: Promise<unknown> = Promise.resolve();

  constructor(safe: Pick<Safe, 'read' | 'write'>) {
    this.safe = safe;
  }

  /** Another process may have had the number meanwhile. */
  reset(): void {
    this.memory = new KeyMemory(MOST_REMEMBERED);
  }

  /** The chat that somebody wrote in, by where they wrote from. They are there. */
  async chatOf(jid: string): Promise<string> {
    await this.changing; // they may have moved just before they wrote
    const { chat = jid } = await this.read(jid);
    const { gone } = await this.read(chat);
    if (gone) {
      await this.change(async () => {
        const { gone: _, ...there } = await this.read(chat);
        await this.write([[chat, there]]);
      });
    }
    return chat;
  }

  /** Where to write to for a chat; `undefined` when nobody is there any more. */
  async addressOf(chat: string): Promise<string | undefined> {
    const { now = chat, gone } = await this.read(chat);
    return gone ? undefined : now;
  }

  /** Everywhere that a chat has been, and where it is. */
  async allOf(chat: string): Promise<ReadonlySet<string>> {
    const { now = chat, past = [] } = await this.read(chat);
    return new Set([chat, ...past, now]);
  }

  moved({ from, to }: Move): Promise<void> {
    return this.change(async () => {
      const { chat = from } = await this.read(from);
      const past = [...(await this.allOf(chat))].filter((jid) => jid !== chat && jid !== to);
      const there = past.length === 0 ? NOTHING : { past };
      // Whoever comes back to where they began is there again.
      if (to === chat) await this.write([[chat, there]]);
      else {
        await this.write([
          [to, { chat }],
          [chat, { ...there, now: to }],
        ]);
      }
    });
  }

  /**
   * Nobody is where a chat was thought to be. Whoever writes to such an address again and again is banned.
   *
   * @param address where it was written to
   * @returns false when the chat is somewhere else by now
   */
  gone(chat: string, address: string): Promise<boolean> {
    return this.change(async () => {
      const known = await this.read(chat);
      if ((known.now ?? chat) !== address) return false;
      await this.write([[chat, { ...known, gone: true }]]);
      return true;
    });
  }

  private change<T>(work: () => Promise<T>): Promise<T> {
    const done = this.changing.then(work);
    this.changing = done.catch(() => undefined); // whoever asked for it hears of it
    return done;
  }

  private async read(jid: string): Promise<Entry> {
    const id = idOf(jid);
    const known = this.memory.find(id);
    if (known) return entry.parse(known.value);
    const text = (await this.safe.read(MAPPING, [id])).get(id);
    const read = text === undefined ? NOTHING : entry.parse(JSON.parse(text));
    this.memory.learn(id, read);
    return read;
  }

  private async write(entries: readonly (readonly [jid: string, value: Entry])[]): Promise<void> {
    const changes = entries.map(([jid, value]): KeyChange => {
      const text = Object.keys(value).length === 0 ? undefined : JSON.stringify(value);
      return { type: MAPPING, id: idOf(jid), value: text };
    });
    await this.safe.write(changes);
    for (const [jid, value] of entries) {
      this.memory.change(idOf(jid), value);
      this.memory.written(idOf(jid));
    }
  }
}

/** Beside what Baileys itself keeps of a LID, `222…_reverse`: rows of another kind would show how many have moved. */
const idOf = (jid: string): string => `${jidDecode(jid)?.user ?? jid}_whereabouts`;
