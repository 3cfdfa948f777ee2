import type { MessageKey } from '../../../src/domain/message.ts';
import { type Mark, phoneMarks } from '../../privacy/marks.ts';
import type { BotHandle } from '../../support/bot-api/client.ts';
import type { TelegramPerson } from '../../support/bot-api/person.ts';
import { label } from '../../support/crowd/words.ts';
import type { Phone, SentFile } from './phone.ts';

export class TelegramPhone implements Phone {
  readonly erases = true;
  readonly losesFiles = true;
  readonly number: string;
  private readonly person: TelegramPerson;
  private readonly called: { readonly name: string; readonly userName: string };

  private constructor(person: TelegramPerson, called: TelegramPhone['called']) {
    this.person = person;
    this.called = called;
    this.number = person.phone.slice(1);
  }

  get chat(): number {
    return this.person.chat;
  }

  static async of(bot: BotHandle, name: string, n: number): Promise<TelegramPhone> {
    const called = { name, userName: `saksi_tersembunyi_${n}` };
    return new TelegramPhone(await bot.person('id', called), called);
  }

  says(text: string): Promise<void> {
    return this.person.says(text);
  }

  chooses(what: MessageKey): Promise<void> {
    return this.person.taps(label(what));
  }

  attaches({ kind, bytes, words, gone = false, name }: SentFile): Promise<void> {
    const named = name === undefined ? {} : { named: { name, type: 'application/pdf' } };
    return this.person.attaches(kind, bytes, { words, gone, ...named });
  }

  readonly shares = (): Promise<void> => this.person.sends('own contact');

  async sees(): Promise<readonly string[]> {
    return (await this.person.sees()).map(({ text }) => text);
  }

  async marks(): Promise<readonly Mark[]> {
    const chat = String(this.person.chat);
    const ids = await this.person.ids();
    return [
      ...phoneMarks(`+${this.number}`),
      { what: 'chat', text: chat },
      { what: 'chat', text: `telegram:${chat}` },
      { what: 'display name', text: this.called.name },
      { what: 'user name', text: this.called.userName },
      ...ids.map((id) => ({ what: 'message', text: String(id) })),
      ...ids.map((id) => ({ what: 'message of a chat', text: `telegram:${chat}:${id}` })),
    ];
  }
}
