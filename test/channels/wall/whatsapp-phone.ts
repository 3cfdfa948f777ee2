import type { MessageKey } from '../../../src/domain/message.ts';
import { type Mark, phoneMarks } from '../../privacy/marks.ts';
import type { WhatsAppProcess } from '../../support/whatsapp/client.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import { numberOf } from './numbered.ts';
import type { Phone, SentFile } from './phone.ts';

/** Where there never was a file. */
const NOWHERE = '/v/t62.7118-24/never-there.enc?ccb=11-4';

export class WhatsAppPhone implements Phone {
  readonly erases = false;
  readonly losesFiles = true;
  readonly number: string;
  private readonly person: WhatsAppPerson;
  private readonly name: string;
  private readonly sent: string[] = [];

  private constructor(person: WhatsAppPerson, name: string) {
    this.person = person;
    this.name = name;
    this.number = person.pn;
  }

  static async of(whatsapp: WhatsAppProcess, name: string): Promise<WhatsAppPhone> {
    return new WhatsAppPhone(await whatsapp.contact({ name }), name);
  }

  async says(text: string): Promise<void> {
    this.sent.push(await this.person.says(text));
  }

  /** By the number that it has here. */
  async chooses(what: MessageKey): Promise<void> {
    await this.says(numberOf(what, await this.sees()));
  }

  async attaches({ kind, bytes, words, gone = false, name }: SentFile): Promise<void> {
    const named = name === undefined ? {} : { fileName: name };
    const how = { caption: words, ...named, ...(gone ? { directPath: NOWHERE } : {}) };
    this.sent.push(await this.person.sendsMedia(kind === 'photo' ? 'image' : kind, bytes, how));
  }

  /** Without the signs that make it bold or slanted. */
  async sees(): Promise<readonly string[]> {
    return (await this.person.receives()).map(({ text = '' }) => text.replaceAll(/[*_]/g, ''));
  }

  async marks(): Promise<readonly Mark[]> {
    const { lid, jid } = this.person;
    const ids = [...this.sent, ...(await this.person.receives()).map(({ id }) => id)];
    return [
      ...phoneMarks(`+${this.number}`),
      ...[lid, jid, `whatsapp:${jid}`, `${this.number}@s.whatsapp.net`].map((text) => ({ what: 'chat', text })),
      ...keysOf(lid, this.number).map((text) => ({ what: 'key of Baileys', text })),
      { what: 'push name', text: this.name },
      ...ids.map((text) => ({ what: 'message', text })),
      // As a turn marks what it has handled, and as the inbox names what waits.
      ...ids.map((id) => ({ what: 'message of a chat', text: `whatsapp:${jid}:${id}` })),
      ...ids.map((id) => ({ what: 'message of a chat', text: JSON.stringify([jid, id]) })),
    ];
  }
}

/** As Baileys calls what it remembers of somebody, with the type before it. */
const keysOf = (lid: string, number: string): readonly string[] => [
  `session:${lid}_1.0`,
  `identity-key:${lid}_1.0`,
  `lid-mapping:${number}`,
  `lid-mapping:${lid}_reverse`,
];
