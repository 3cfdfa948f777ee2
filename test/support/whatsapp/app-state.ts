/** What a device tells the number's phone to do with its chats: sealed in patches, under a key that the phone hands out. */
import { randomBytes } from 'node:crypto';
import {
  type BinaryNode,
  type ChatMutation,
  decodeSyncdPatch,
  getBinaryNodeChild,
  newLTHashState,
  proto,
  type WAPatchName,
  writeRandomPadMax16,
} from '@whiskeysockets/baileys';
import { newId } from './contact.ts';
import { attribute, node, seconds } from './nodes.ts';
import type { FakeWhatsApp } from './server.ts';

/** A chat that is to go from the phone, with everything in it up to a moment, seconds since 1970. */
export interface ClearedChat {
  readonly chat: string;
  readonly until: number;
}

export class AppState {
  readonly cleared: ClearedChat[] = [];
  private readonly keyId = randomBytes(6);
  private readonly key: proto.Message.IAppStateSyncKeyData = { keyData: randomBytes(32) };
  private readonly server: FakeWhatsApp;
  /** Ids of the messages that handed the key out. */
  private readonly shares = new Set<string>();
  private shared = false;

  constructor(server: FakeWhatsApp) {
    this.server = server;
  }

  /** The phone hands its key to a new device after that was linked, and again at every login until it has answered for one. */
  async share(): Promise<void> {
    if (this.shared) return;
    const message = await this.shareMessage();
    this.shares.add(attribute(message, 'id'));
    this.server.connection?.send(message);
  }

  /** The device answers for a message. */
  receipt(id: string): void {
    if (this.shares.has(id)) this.shared = true;
  }

  private async shareMessage(): Promise<BinaryNode> {
    const { account } = this.server;
    const protocolMessage = {
      type: proto.Message.ProtocolMessage.Type.APP_STATE_SYNC_KEY_SHARE,
      appStateSyncKeyShare: { keys: [{ keyId: { keyId: this.keyId }, keyData: this.key }] },
    };
    const padded = writeRandomPadMax16(proto.Message.encode({ protocolMessage }).finish());
    const { type, body } = await account.phone.encrypt(account.address, () => this.server.bundle(), padded);
    const envelope = {
      from: `${account.pn}@s.whatsapp.net`,
      id: newId(),
      t: seconds(),
      type: 'text',
      category: 'peer',
    };
    return node('message', envelope, [node('enc', { v: '2', type }, body)]);
  }

  /** Another device is linked. */
  forget(): void {
    this.shared = false;
    this.shares.clear();
  }

  /** Takes a `<collection>` in. @returns what stands for it in the answer */
  async take(collection: BinaryNode): Promise<BinaryNode> {
    const name = attribute(collection, 'name');
    const patch = getBinaryNodeChild(collection, 'patch')?.content;
    const version = Number(attribute(collection, 'version')) + (patch ? 1 : 0);
    const known = COLLECTIONS.find((one) => one === name);
    if (patch instanceof Uint8Array && known) {
      const read = { ...proto.SyncdPatch.decode(patch), version: { version } };
      await decodeSyncdPatch(
        read,
        known,
        newLTHashState(),
        async () => this.key,
        (one) => this.note(one),
        true,
      );
      this.server.changes.happened();
    }
    return node('collection', { name, version: String(version), type: 'result' });
  }

  private note({ index: [what, chat], syncAction }: ChatMutation): void {
    const range = syncAction.value?.deleteChatAction?.messageRange;
    if (what === 'deleteChat' && chat) this.cleared.push({ chat, until: Number(range?.lastMessageTimestamp ?? 0) });
  }
}

const COLLECTIONS: readonly WAPatchName[] = [
  'critical_block',
  'critical_unblock_low',
  'regular_high',
  'regular_low',
  'regular',
];
