/** A person on the fake Bot API, from the test's side. */
import { z } from 'zod';
import type { EvidenceKind } from '../../../src/domain/evidence.ts';
import type { Bubble, Person, Sending, Standing } from '../contract-harness.ts';
import type { BotHandle } from './client.ts';
import type { Attached } from './people.ts';

const bubbles: z.ZodType<readonly Bubble[]> = z.array(
  z.object({
    text: z.string(),
    bold: z.array(z.string()),
    italic: z.array(z.string()),
    code: z.array(z.string()),
    links: z.array(z.object({ text: z.string(), href: z.string() })),
    buttons: z.array(z.string()),
    file: z.object({ name: z.string(), size: z.number() }).exactOptional(),
  }),
);
const standing: z.ZodType<readonly Standing[]> = z.array(
  z.object({ from: z.enum(['bot', 'person']), text: z.string() }),
);

export class TelegramPerson implements Person {
  readonly address;
  readonly phone;
  readonly chat: number;
  private readonly bot: BotHandle;

  constructor(bot: BotHandle, chat: number, phone: Person['phone']) {
    this.bot = bot;
    this.chat = chat;
    this.phone = phone;
    this.address = { channel: 'telegram', id: String(chat) } as const;
  }

  async says(text: string): Promise<void> {
    await this.bot.tell('says', { chat: this.chat, text });
  }
  /** With `data`, a forged client sends that in place of the button's own. */
  async taps(label: string, data?: string): Promise<void> {
    await this.bot.tell('taps', { chat: this.chat, label, data });
  }
  async sends(what: Sending): Promise<void> {
    await this.bot.tell('sends', { chat: this.chat, what });
  }
  async attaches(kind: EvidenceKind, bytes: Uint8Array, how: Attached = {}): Promise<void> {
    await this.bot.tell('attaches', { chat: this.chat, kind, bytes: Buffer.from(bytes).toString('base64'), how });
  }
  /** The numbers of all messages there ever were in the chat, of both sides. */
  async ids(): Promise<readonly number[]> {
    return z.array(z.number()).parse(await this.bot.tell('ids', { chat: this.chat }));
  }
  async again(): Promise<void> {
    await this.bot.tell('again');
  }
  async blocks(blocked: boolean): Promise<void> {
    await this.bot.tell('blocks', { chat: this.chat, blocked });
  }
  async sees(): Promise<readonly Bubble[]> {
    return bubbles.parse(await this.bot.tell('sees', { chat: this.chat }));
  }
  async holds(): Promise<readonly Standing[]> {
    return standing.parse(await this.bot.tell('holds', { chat: this.chat }));
  }
  /** Makes every message that stands in the chat so much older, or only one, by its name. */
  async waits(hours: number, name?: string): Promise<void> {
    await this.bot.tell('waits', { chat: this.chat, hours, ...(name === undefined ? {} : { message: Number(name) }) });
  }
  async keyboard(): Promise<readonly string[]> {
    return z.array(z.string()).parse(await this.bot.tell('keyboard', { chat: this.chat }));
  }
}
