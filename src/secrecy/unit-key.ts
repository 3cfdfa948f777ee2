/**
 * The key of a unit that receives reports (Bawaslu, later others). Anybody may seal to its recipient; its private key exists
 * only on paper, and locked by a passphrase that officers keep and then sealed under the root: neither the database nor the
 * root nor the passphrase opens a report alone.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { PASSPHRASE_BYTES, type Passphrase, passphraseOf, showPassphrase } from '../domain/passphrase.ts';
import {
  AgeError,
  type Identity,
  lockWith,
  makeIdentity,
  parseIdentity,
  parseRecipient,
  type Recipient,
  recipientOf,
  unlockWith,
} from './age.ts';
import type { Keys } from './keys.ts';
import { reseal } from './reseal.ts';
import { open, SealError, seal } from './seal.ts';

/** What a recipient is authenticated with: a change of any of these needs a new {@link makeUnitKey}. */
export interface UnitName {
  readonly id: string;
  readonly name: string;
  readonly region: string;
}

/** The unit's row, as far as it can be read by everybody. */
export interface Unit extends UnitName {
  /** As the database says; {@link assertUnit} makes a recipient of it. */
  readonly recipient: string;
  readonly recipientMac: Uint8Array;
}

/** With the locked private key beside it. */
export interface LockedUnit extends Unit {
  readonly wrapped: Uint8Array;
}

export interface NewUnitKey {
  readonly recipient: Recipient;
  readonly recipientMac: Buffer;
  readonly wrapped: Buffer;
  /** What goes on paper, the passphrase on a sheet of its own, and is kept nowhere else. */
  readonly paper: { readonly identity: Identity; readonly passphrase: Passphrase; readonly fingerprint: string };
}

/**
 * `recipient`: not the one that was made for this unit; somebody changed the row, and nothing may be sealed to it.
 * `passphrase`: not the one that locks the key.
 */
export type UnitKeyFault = 'recipient' | 'passphrase';

/** A unit's key cannot be used. Names no key and no unit. */
export class UnitKeyError extends Error {
  override readonly name = 'UnitKeyError';
  readonly fault: UnitKeyFault;
  constructor(fault: UnitKeyFault) {
    super(fault === 'recipient' ? 'the recipient is not the one of this unit' : 'the passphrase is another one');
    this.fault = fault;
  }
}

/**
 * Makes the key of a unit, and the passphrase with it. Takes a second or more and holds the thread: for commands.
 *
 * @param workFactor of scrypt, see {@link lockWith}; less is for tests
 */
export async function makeUnitKey(
  keys: Keys,
  unit: UnitName,
  { workFactor }: { readonly workFactor?: number } = {},
): Promise<NewUnitKey> {
  const identity = await makeIdentity();
  const recipient = await recipientOf(identity);
  const passphrase = passphraseOf(randomBytes(PASSPHRASE_BYTES));
  const locked = await lockWith(showPassphrase(passphrase), Buffer.from(identity), workFactor);
  return {
    recipient,
    recipientMac: macOf(keys, unit, recipient),
    wrapped: seal(keys, 'unit.key.seal', boundTo(unit.id, recipient), Buffer.from(locked).toString('base64')),
    paper: { identity, passphrase, fingerprint: fingerprintOf(recipient) },
  };
}

/**
 * The unit's recipient, if it is the one made for this unit: to be called before each seal, since whoever can write to the
 * database could put a key of their own there.
 *
 * @throws UnitKeyError
 */
export function assertUnit(keys: Keys, unit: Unit): Recipient {
  if (!isAuthentic(keys, unit)) throw new UnitKeyError('recipient');
  return parseRecipient(unit.recipient);
}

function isAuthentic(keys: Keys, unit: Unit): boolean {
  const expected = macOf(keys, unit, unit.recipient);
  return unit.recipientMac.length === expected.length && timingSafeEqual(unit.recipientMac, expected);
}

/**
 * The private key as an age file that the passphrase opens, in the form of {@link showPassphrase}: what a browser gets, so
 * that neither the passphrase nor the key reaches the service.
 *
 * @throws UnitKeyError when the recipient was changed, SealError when the key was, or comes from another unit or root
 */
export function lockedKey(keys: Keys, unit: LockedUnit): Buffer {
  const locked = open(keys, 'unit.key.seal', boundTo(unit.id, assertUnit(keys, unit)), unit.wrapped);
  if (typeof locked !== 'string') throw new SealError('not a locked key');
  return Buffer.from(locked, 'base64');
}

/**
 * The unit's private key. As slow as {@link makeUnitKey}.
 *
 * @throws UnitKeyError, and what {@link lockedKey} does
 */
export async function unwrapUnitKey(keys: Keys, unit: LockedUnit, passphrase: Passphrase): Promise<Identity> {
  const opened = await unlockWith(showPassphrase(passphrase), lockedKey(keys, unit)).catch((error: unknown) => {
    // The seal around it held, so what does not open is not damaged.
    throw error instanceof AgeError ? new UnitKeyError('passphrase') : error;
  });
  const identity = parseIdentity(Buffer.from(opened).toString());
  if ((await recipientOf(identity)) !== unit.recipient) throw new UnitKeyError('recipient');
  return identity;
}

/**
 * What stands beside a unit under another root. The key is neither needed nor touched.
 *
 * @returns without `recipientMac` when the recipient was changed, without `wrapped` when the locked key does not open
 */
export function authenticatedAgain(
  roots: { readonly from: Keys; readonly to: Keys },
  unit: LockedUnit,
): { readonly recipientMac?: Buffer; readonly wrapped?: Buffer | undefined } {
  if (!isAuthentic(roots.from, unit)) return {};
  const recipient = parseRecipient(unit.recipient);
  const bound = boundTo(unit.id, recipient);
  const wrapped = reseal(roots, 'unit.key.seal', { before: bound, after: bound }, unit.wrapped);
  return { recipientMac: macOf(roots.to, unit, recipient), wrapped };
}

/**
 * Names a key on paper and on screens: the first 80 bits of the SHA-256 of `age1…`, `3f7a 91c2 0b6d 88e4 5a10`. Anybody can
 * check it with `sha256sum`.
 */
export const fingerprintOf = (recipient: Recipient): string =>
  createHash('sha256')
    .update(recipient)
    .digest('hex')
    .slice(0, 20)
    .replace(/.{4}(?=.)/g, '$& ');

/** As JSON, so that no two units have the same bytes. */
const macOf = (keys: Keys, { id, name, region }: UnitName, recipient: string): Buffer =>
  createHmac('sha256', keys.key('unit.key.mac'))
    .update(JSON.stringify([id, name, region, recipient]))
    .digest();

const boundTo = (id: string, recipient: Recipient): Buffer => Buffer.from(JSON.stringify([id, recipient]));
