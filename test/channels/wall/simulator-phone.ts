import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Style } from '../../../src/channels/simulator/simulator.ts';
import type { MessageKey } from '../../../src/domain/message.ts';
import type { UploadQuery } from '../../../src/web/simulator/wire.ts';
import { type Mark, nipMarks, phoneMarks } from '../../privacy/marks.ts';
import { label } from '../../support/crowd/words.ts';
import { numberOf } from './numbered.ts';
import type { Phone, SentFile } from './phone.ts';
import type { Persona } from './simulator.ts';

const bubble = z.object({
  id: z.string(),
  from: z.enum(['bot', 'person']),
  runs: z.array(z.object({ text: z.string() })),
  buttons: z.array(z.object({ label: z.string(), data: z.string() })),
  file: z.object({ id: z.string() }).optional(),
});
const changes = z.object({ bubbles: z.array(bubble), removed: z.array(z.string()) });
type Bubble = z.infer<typeof bubble>;

/** What a page says of a file, by what it is. */
const ATTACHED: Readonly<Record<SentFile['kind'], Pick<UploadQuery, 'as' | 'type'>>> = {
  photo: { as: 'photo', type: 'image/jpeg' },
  audio: { as: 'voice', type: 'audio/ogg' },
  document: { as: 'file', type: 'application/pdf' },
};

/** What is done is posted, and what is shown comes in a stream, as on the page. */
export class SimulatorPhone implements Phone {
  readonly erases: boolean;
  readonly losesFiles = false;
  readonly number: string;
  readonly shares?: () => Promise<void>;
  /** Stands for the chat. */
  private readonly id: string;
  private readonly style: Style;
  private readonly persona: Persona;
  private readonly at: URL;
  private readonly screen: ReadableStreamDefaultReader<string>;
  private readonly watched: Promise<void>;
  private readonly bubbles = new Map<string, Bubble>();
  /** The names of everything that ever was in the chat. */
  private readonly names = { messages: new Set<string>(), files: new Set<string>(), called: new Set<string>() };

  private constructor(at: URL, style: Style, persona: Persona, id: string, screen: SimulatorPhone['screen']) {
    this.at = at;
    this.id = id;
    this.style = style;
    this.persona = persona;
    this.number = persona.number.slice(1);
    this.erases = style === 'buttons';
    if (style === 'buttons') this.shares = () => this.acts({ kind: 'contact' });
    this.screen = screen;
    this.watched = this.watch();
  }

  static async of(at: URL, style: Style, persona: Persona): Promise<SimulatorPhone> {
    const id = randomUUID();
    // A stream shows a phone of each style: the other one lies there unused.
    const shown = await fetch(new URL(`/simulator/events?${new URLSearchParams({ buttons: id, numbers: id })}`, at));
    if (!shown.ok || !shown.body) throw new Error(`the simulator shows no phone: ${shown.status}`);
    const screen = shown.body.pipeThrough(new TextDecoderStream()).getReader();
    return new SimulatorPhone(at, style, persona, id, screen);
  }

  async close(): Promise<void> {
    await this.screen.cancel();
    await this.watched;
  }

  says(text: string): Promise<void> {
    return this.acts({ kind: 'text', text });
  }

  /** By its button, or by the number that it has here. */
  async chooses(what: MessageKey): Promise<void> {
    if (this.style === 'numbers') return this.says(numberOf(what, await this.sees()));
    const asked = [...this.bubbles.values()].findLast(({ buttons }) => buttonOf(buttons, what));
    const button = asked && buttonOf(asked.buttons, what);
    if (!asked || !button) throw new Error(`${what} cannot be chosen`);
    return this.acts({ kind: 'tap', bubble: asked.id, data: button.data });
  }

  /** Every file has a name here; nothing can be written under it. */
  async attaches({ kind, bytes, name = `IMG-Xenofontes-${this.names.called.size}-${this.id}` }: SentFile) {
    this.names.called.add(name);
    const told = { ...this.told(), persona: String(this.persona.n), name, ...ATTACHED[kind] };
    const path = `/simulator/files?${new URLSearchParams(told)}`;
    await this.posts(path, 'application/octet-stream', new Uint8Array(bytes));
  }

  async sees(): Promise<readonly string[]> {
    return [...this.bubbles.values()].flatMap(({ from, runs }) => (from === 'bot' ? runs.map(textOf).join('') : []));
  }

  async marks(): Promise<readonly Mark[]> {
    const { persona, id, names } = this;
    const chat = `simulator-${this.style}:${id}`;
    const messages = [...names.messages];
    return [
      ...phoneMarks(persona.number),
      ...nipMarks(persona.nip),
      { what: 'display name', text: persona.name },
      ...uuidMarks('chat', id),
      { what: 'chat', text: chat },
      ...messages.flatMap((one) => uuidMarks('message', one)),
      ...messages.map((one) => ({ what: 'message of a chat', text: `${chat}:${one}` })),
      ...[...names.files].flatMap((one) => uuidMarks('file on a page', one)),
      ...[...names.called].map((text) => ({ what: 'file name', text })),
    ];
  }

  private acts(deed: object): Promise<void> {
    const act = { ...this.told(), persona: this.persona.n, deed };
    return this.posts('/simulator/acts', 'application/json', JSON.stringify(act));
  }

  /** What is told of everything that is done. */
  private told() {
    const id = randomUUID();
    this.names.messages.add(id);
    return { phone: this.style, handset: this.id, id, language: 'id' };
  }

  private async posts(path: string, type: string, body: string | Uint8Array<ArrayBuffer>): Promise<void> {
    const headers = { origin: this.at.origin, 'content-type': type };
    const { status } = await fetch(new URL(path, this.at), { method: 'POST', headers, body });
    expect(status).toBe(202);
  }

  /** Until nobody looks any more. */
  private async watch(): Promise<void> {
    for (let text = ''; ; ) {
      const { value, done } = await this.screen.read();
      if (done) return;
      const events = (text + value).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const told = event.includes(`event: ${this.style}\n`) && /^data: (.*)$/m.exec(event)?.[1];
        if (told) this.changes(changes.parse(JSON.parse(told)));
      }
    }
  }

  private changes({ bubbles, removed }: z.infer<typeof changes>): void {
    for (const one of bubbles) {
      this.bubbles.set(one.id, one);
      this.names.messages.add(one.id);
      if (one.file) this.names.files.add(one.file.id);
    }
    for (const id of removed) this.bubbles.delete(id);
    for (const id of removed) this.names.messages.add(id);
  }
}

const textOf = ({ text }: { readonly text: string }): string => text;

const buttonOf = (buttons: Bubble['buttons'], what: MessageKey) => buttons.find((one) => one.label === label(what));

/** As it is written, and as a database would keep it in 16 bytes. */
const uuidMarks = (what: string, text: string): readonly Mark[] => [
  { what, text },
  { what, text, bytes: Buffer.from(text.replaceAll('-', ''), 'hex') },
];
