import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { FormerRoot } from './former-root.ts';

/** What values are found by, without being stored: {@link blind}. */
export const INDEX_LABELS = [
  'session.index',
  'message.index',
  'contact.index',
  'roster.nip.index',
  'roster.code.index',
  'roster.digest.index',
  'pledge.slot.index',
  'reminder.receipt.index',
  'whatsapp.key.index',
  'whatsapp.inbox.index',
  'whatsapp.copy.index',
] as const;
export type IndexLabel = (typeof INDEX_LABELS)[number];

/** What a key is for. One label, one key: no two purposes share one. */
export type KeyLabel =
  | IndexLabel
  | 'session.seal'
  | 'contact.seal'
  | 'roster.seal'
  | 'pledge.shown.seal'
  | 'watch.seal'
  | 'whatsapp.key.seal'
  | 'signing.passphrase'
  | 'unit.key.mac'
  | 'unit.key.seal'
  | 'root.former.seal'
  | 'epoch';

/** The shortest root secret that is accepted, in characters. */
export const SHORTEST_ROOT = 32;

/** All keys of a deployment, derived from its one root secret by HKDF-SHA256 (RFC 5869), each with its own label. */
export class Keys {
  /** Four bytes that name the root a blob was sealed under. */
  readonly rootId: Buffer;
  /** What is still needed of the roots before this one, oldest first. */
  readonly former: readonly FormerRoot[];
  private readonly root: string;
  private readonly cache = new Map<KeyLabel, KeyObject>();

  constructor(root: string, former: readonly FormerRoot[] = []) {
    if (root.length < SHORTEST_ROOT) throw new RangeError(`the root secret has fewer than ${SHORTEST_ROOT} characters`);
    this.root = root;
    this.former = former;
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
