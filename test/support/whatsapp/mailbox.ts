/**
 * What waits for the bot. WhatsApp keeps a message until the bot's device has answered for it, with a receipt or with an
 * `ack` that refuses it; until then it comes again, the same bytes, at every login.
 */
import type { BinaryNode } from '@whiskeysockets/baileys';
import { node } from './nodes.ts';

export class Mailbox {
  /** By who sent it and its id; in the order they came. */
  private readonly messages = new Map<string, BinaryNode>();
  /** Notices, by their ids, until they are answered for; in the order they came. */
  private readonly notices = new Map<string, BinaryNode>();
  /** Receipts and calls that came while nobody was there: they come once. */
  private others: BinaryNode[] = [];
  /** Asked for again: the `ack` that refuses them is still to come, and is not for what was sent since. */
  private readonly asked = new Set<string>();

  /** @param sender the phone number of who wrote it */
  put(sender: string, stanza: BinaryNode): void {
    this.messages.set(keyOf(sender, stanza.attrs['id']), stanza);
  }

  putOther(stanza: BinaryNode): void {
    this.others.push(stanza);
  }

  putNotice(id: string, stanza: BinaryNode): void {
    this.notices.set(id, stanza);
  }

  noticed(id: string): void {
    this.notices.delete(id);
  }

  /** Ids of notices that nobody has answered for. */
  get unnoticed(): readonly string[] {
    return [...this.notices.keys()];
  }

  /** The bot has it; or could not read it and wants it anew, then Baileys says so with `retry` and a refusal. */
  receipt(sender: string, id: string, type: string | undefined): void {
    if (type === 'retry') this.asked.add(keyOf(sender, id));
    else this.messages.delete(keyOf(sender, id));
  }

  refused(sender: string, id: string): void {
    const key = keyOf(sender, id);
    if (!this.asked.delete(key)) this.messages.delete(key);
  }

  /** Ids of the messages that nobody has answered for. */
  get unacknowledged(): readonly string[] {
    return [...this.messages.values()].flatMap(({ attrs }) => attrs['id'] ?? []);
  }

  /** Everything that waits, marked as having waited. */
  waiting(): readonly BinaryNode[] {
    const all = [...this.notices.values(), ...this.messages.values(), ...this.others];
    this.others = [];
    this.asked.clear();
    return all.map(({ tag, attrs, content }, index) => node(tag, { ...attrs, offline: String(index + 1) }, content));
  }

  /** The device it was encrypted for is gone. */
  empty(): void {
    this.messages.clear();
    this.notices.clear();
    this.others = [];
  }
}

const keyOf = (sender: string, id: string | undefined): string => `${sender} ${id}`;
