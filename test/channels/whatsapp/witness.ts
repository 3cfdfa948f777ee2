/** Somebody who writes to the bot on WhatsApp, and who would be recognised by anything they leave behind. */
import { expect, vi } from 'vitest';
import type { MessageKey } from '../../../src/domain/message.ts';
import { type Mark, phoneMarks } from '../../privacy/marks.ts';
import { fragment, label } from '../../support/crowd/words.ts';
import type { WhatsAppProcess } from '../../support/whatsapp/client.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import type { Received } from '../../support/whatsapp/received.ts';
import { picture } from '../../wall/picture.ts';

const CODE = /\w{4}(-\w{4}){3}/g;
/** A limit, not a measure. */
const PATIENCE_MS = 30_000;

export class Witness {
  readonly person: WhatsAppPerson;
  private readonly name: string;
  private readonly n: number;
  private readonly sent: string[] = [];
  private readonly own: Mark[] = [];
  private readonly words: Mark[] = [];
  private heard = 0;

  private constructor(person: WhatsAppPerson, name: string, n: number) {
    this.person = person;
    this.name = name;
    this.n = n;
  }

  /** @param n tells them from the others; below 10 */
  static async come(whatsapp: WhatsAppProcess, n: number): Promise<Witness> {
    const name = `Zulaikhawati ${n} Tersembunyi`;
    return new Witness(await whatsapp.contact({ name }), name, n);
  }

  /** A word of theirs that stands nowhere else, to be put into what they tell. */
  word(what: string): string {
    const text = `${what}Xenofontes${this.n}w${this.words.length}`;
    this.words.push({ what: 'words', text });
    return text;
  }

  /** Says something, and waits until the bot has said these words. */
  async says(text: string, hears: MessageKey): Promise<void> {
    await this.listens();
    this.sent.push(await this.person.says(text));
    await this.hears(hears);
  }

  /** Chooses what stands on a button elsewhere, by the number that it has here. */
  async chooses(what: MessageKey, hears: MessageKey): Promise<void> {
    const line = new RegExp(`^\\W*(\\d+)\\W+${label(what)}\\W*$`, 'm');
    const texts = (await this.person.receives()).map(wordsOf);
    const number = line.exec(texts.findLast((text) => line.test(text)) ?? '')?.[1];
    if (number === undefined) throw new Error(`${what} cannot be chosen`);
    await this.says(number, hears);
  }

  /** Waits until the bot has said these words since one listens. */
  async hears(words: MessageKey, timeout = PATIENCE_MS): Promise<void> {
    await vi.waitFor(
      async () => {
        const said = (await this.person.receives()).slice(this.heard);
        expect(said.map(wordsOf).join('\n')).toContain(fragment(words));
      },
      { timeout, interval: 50 },
    );
  }

  /** From now on. */
  async listens(): Promise<void> {
    this.heard = (await this.person.receives()).length;
  }

  /** Sends a picture with the place, the phone's number and its owner in it, and waits until it is secured. */
  async sendsPicture(): Promise<void> {
    const at = this.own.length;
    const serial = `SERIAL-${this.person.pn}-${at}`;
    const seconds = 50_000 + this.n * 50 + at;
    const { bytes, marks } = await picture({ owner: this.name, serial, seconds, shade: [at, this.n] });
    this.own.push(...marks);
    await this.listens();
    this.sent.push(await this.person.sendsMedia('image', bytes));
    await this.hears('filing.piece_cleaned');
  }

  /** The code they were shown last. */
  async code(): Promise<string> {
    const all = (await this.person.receives()).flatMap(({ text = '' }) => text.match(CODE) ?? []);
    const code = all.at(-1);
    if (code === undefined) throw new Error('no code was shown');
    return code;
  }

  /** Who they are: chat, number, name, their messages and the bot's, and their pictures. */
  async identity(): Promise<readonly Mark[]> {
    const { pn, lid, jid } = this.person;
    const answers = (await this.person.receives()).map(({ id }) => id);
    return [
      ...phoneMarks(`+${pn}`),
      ...[lid, jid, `whatsapp:${jid}`, `${pn}@s.whatsapp.net`].map((text) => ({ what: 'chat', text })),
      { what: 'push name', text: this.name },
      ...[...this.sent, ...answers].map((text) => ({ what: 'message', text })),
      ...this.own,
    ];
  }

  /** What they told, and every code they were shown, in each form it has. */
  async told(): Promise<readonly Mark[]> {
    const all = (await this.person.receives()).flatMap(({ text = '' }) => text.match(CODE) ?? []);
    const codes = [...new Set(all)].flatMap((code) => [
      code,
      code.replaceAll('-', ''),
      code.slice(0, 9),
      code.slice(10),
    ]);
    return [...this.words, ...codes.map((text) => ({ what: 'code', text }))];
  }
}

/** Without the signs that make it bold or slanted. */
const wordsOf = ({ text = '' }: Received): string => text.replaceAll(/[*_]/g, '');
