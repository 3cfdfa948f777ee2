import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** What a key is for. One label, one key: no two purposes share one. */
export type KeyLabel =
  | 'session.seal'
  | 'session.index'
  | 'message.index'
  | 'outbox.seal'
  | 'contact.index'
  | 'contact.seal'
  | 'roster.nip.index'
  | 'roster.code.index'
  | 'roster.digest'
  | 'roster.seal'
  | 'pledge.slot.index'
  | 'reminder.receipt.index'
  | 'pledge.shown.seal'
  | 'watch.seal'
  | 'whatsapp.key.index'
  | 'whatsapp.key.seal'
  | 'whatsapp.inbox.index'
  | 'whatsapp.copy.index'
  | 'signing.passphrase'
  | 'unit.key.mac'
  | 'unit.key.seal'
  | 'epoch';

/** The shortest root secret that is accepted, in characters. */
export const SHORTEST_ROOT = 32;

/** All keys of a deployment, derived from its one root secret by HKDF-SHA256 (RFC 5869), each with its own label. */
export class Keys {
  /** Four bytes that name the root a blob was sealed under, so that a root can be replaced one day. */
  readonly rootId: Buffer;
  private readonly root: string;
  private readonly cache = new Map<KeyLabel, KeyObject>();

  constructor(root: string) {
    if (root.length < SHORTEST_ROOT) throw new RangeError(`the root secret has fewer than ${SHORTEST_ROOT} characters`);
    this.root = root;
    this.rootId = createHash('sha256').update(this.derive('root.id')).digest().subarray(0, 4);
  }

  /** The 256-bit key of a label. Made once: importing raw bytes on each use costs more than the cipher. */
  key(label: KeyLabel): KeyObject {
    const known = this.cache.get(label);
    if (known) return known;
    const made = createSecretKey(this.derive(label));
    this.cache.set(label, made);
    return made;
  }

  private derive(label: KeyLabel | 'root.id'): Buffer {
    return Buffer.from(hkdfSync('sha256', this.root, 'ikrar', label, 32));
  }
}
