/** The test's side of the echo bot: an unmodified Baileys in a process of its own. */
import { z } from 'zod';
import { Child } from '../../child.ts';
import { PRELOAD, type WhatsAppProcess } from '../client.ts';
import type { WhatsAppPerson } from '../person.ts';

const event = z.looseObject({ event: z.string(), id: z.string().exactOptional() });
type Event = z.infer<typeof event>;

const read = (line: string): Event => event.parse(JSON.parse(line));

export class EchoBot {
  readonly child: Child;
  private readonly whatsapp: WhatsAppProcess;

  /** @param args of `main.ts`, beyond where the server is */
  constructor(whatsapp: WhatsAppProcess, ...args: readonly string[]) {
    this.whatsapp = whatsapp;
    this.child = new Child('test/support/whatsapp/echo/main.ts', ['--url', whatsapp.url, ...args], {
      ...whatsapp.environment(),
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import=${PRELOAD}`,
    });
  }

  /** The first event of that name whose next members are these, in the order they are printed; waits for it. */
  async hears(name: string, members: object = {}): Promise<Event> {
    return read(await this.child.says(JSON.stringify({ event: name, ...members }).slice(0, -1)));
  }

  /** What has happened under that name so far. */
  events(name: string): readonly Event[] {
    return this.child.lines.map(read).filter((one) => one.event === name);
  }

  async pairByQr(): Promise<void> {
    const { qr } = await this.hears('qr');
    await this.whatsapp.scan(String(qr));
    await this.whatsapp.paired();
    await this.whatsapp.online();
    await this.hears('open');
  }

  async end(): Promise<void> {
    this.child.process.stdin?.end();
    await this.child.ended;
  }
}

/** Says something, and resolves when the echo of it has come. */
export async function echoOf(person: WhatsAppPerson, text: string): Promise<void> {
  await person.says(text);
  for (let heard = await person.next(1); ; heard = await person.next(heard.length + 1)) {
    if (heard.some((one) => one.text === `echo: ${text}`)) return;
  }
}
