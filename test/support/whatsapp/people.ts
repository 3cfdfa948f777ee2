/** Everybody there is on this WhatsApp, all made up. */
import { type Addressing, Contact } from './contact.ts';
import type { FakeWhatsApp } from './server.ts';

export class People {
  /** Each under their number and under their LID. */
  private readonly byUser = new Map<string, Contact>();
  /** LIDs of accounts that are gone. */
  private readonly left = new Set<string>();
  private count = 0;
  private readonly server: FakeWhatsApp;

  constructor(server: FakeWhatsApp) {
    this.server = server;
  }

  /** A person with a number, 62812000xxxxx, and a LID of their own. */
  add(addressing: Addressing, name: string): Contact {
    const lid = this.newLid();
    const contact = new Contact(this.server, { pn: `62812000${lid.slice(-5)}`, lid, name, addressing });
    this.byUser.set(contact.pn, contact).set(contact.lid, contact);
    return contact;
  }

  /** How many messages the bot has sent to all of them. */
  get heard(): number {
    return [...new Set(this.byUser.values())].reduce((sum, { received }) => sum + received.length, 0);
  }

  /** A person moves to another number; messages under way keep the old one. */
  move(person: Contact, pn: string): void {
    this.byUser.delete(person.pn);
    person.pn = pn;
    this.byUser.set(pn, person);
  }

  /** A person's account has another LID; nobody has the former one. */
  moveLid(person: Contact): void {
    this.left.add(person.lid);
    this.byUser.delete(person.lid);
    person.lid = this.newLid();
    this.byUser.set(person.lid, person);
  }

  hasLeft(lid: string): boolean {
    return this.left.has(lid);
  }

  private newLid(): string {
    this.count += 1;
    return `2000000000${String(this.count).padStart(5, '0')}`;
  }

  /** @param user a number or a LID, without its server */
  find(user: string): Contact | undefined {
    return this.byUser.get(user);
  }
}
