/** A messenger whose names of messages one would recognise, and that says more of people than a channel may. */
import { type Address, type Arrival, type Outgoing, SendError } from '../../src/channels/channel.ts';
import type { Phone } from '../../src/domain/phone.ts';
import type { Act } from '../../src/engine/types.ts';
import { Postbox } from '../support/shell.ts';

/** What a platform knows of somebody beside the chat. */
export interface Known {
  readonly phone?: Phone;
  readonly userName: string;
  readonly displayName: string;
}

export class MarkedBox extends Postbox {
  /** By chat. */
  readonly known = new Map<string, Known>();
  /** Chats of which nothing can be erased for now. */
  readonly stuck = new Set<string>();
  private readonly names = new Map<string, string[]>();

  override async send(address: Address, message: Outgoing): Promise<readonly string[]> {
    await super.send(address, message);
    return [this.nameFor(address.id)];
  }

  override async erase(address: Address, names: readonly string[]): Promise<void> {
    if (this.stuck.has(address.id)) throw new SendError({ kind: 'retry', waitMs: 3_600_000, everybody: false });
    return super.erase(address, names);
  }

  override arrival(id: string, act: Act, messageId = this.nameFor(id)): Arrival {
    const known = this.known.get(id);
    const person = known && { user: known.userName, from: known.displayName };
    const arrival = super.arrival(id, { ...act, ...person }, messageId);
    return { ...arrival, ...person, ...(known?.phone ? { sender: known.phone } : {}) };
  }

  /** The names of all messages of a chat, from both sides. */
  namesIn(chat: string): readonly string[] {
    return this.names.get(chat) ?? [];
  }

  private nameFor(chat: string): string {
    const names = this.names.get(chat) ?? [];
    this.names.set(chat, names);
    const name = `pesan${chat.slice(-6)}n${1000 + names.length}`;
    names.push(name);
    return name;
  }
}
