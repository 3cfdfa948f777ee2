/**
 * Sealing in the age format (age-encryption.org/v1), to X25519 recipients alone: what is sealed here opens with the `age`
 * program of any distribution, without this service. Nothing of node is used, so that a browser can open as well.
 */
import { bech32 } from '@scure/base';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';

/** A public key, `age1…`: whoever has it can seal. */
export type Recipient = string & { readonly brand: 'Recipient' };

/** A private key, `AGE-SECRET-KEY-1…`: opens what was sealed to its recipient. Never in a log, never in the clear at rest. */
export type Identity = string & { readonly brand: 'Identity' };

/**
 * `recipient`: no X25519 recipient. `identity`: no X25519 identity. `sealed`: does not open; another key or passphrase,
 * changed or cut off.
 */
export type AgeFault = 'recipient' | 'identity' | 'sealed';

/** Says which part was wrong and nothing of it: the library's own messages quote keys and first lines, so none is its cause. */
export class AgeError extends Error {
  override readonly name = 'AgeError';
  readonly fault: AgeFault;
  constructor(fault: AgeFault) {
    super(fault === 'sealed' ? 'does not open' : `not an X25519 ${fault}`);
    this.fault = fault;
  }
}

// --- Keys ----------------------------------------------------------------------------------------------------------

/** The library also takes post-quantum and hardware recipients, which the `age` of today's distributions does not open. */
const PREFIX = { recipient: 'age', identity: 'AGE-SECRET-KEY-' } as const;

/** @throws AgeError for anything else */
export const parseRecipient = (text: string): Recipient => checked(text, 'recipient') as Recipient;

/** @throws AgeError for anything else */
export const parseIdentity = (text: string): Identity => checked(text, 'identity') as Identity;

function checked(text: string, kind: 'recipient' | 'identity'): string {
  // Bech32 may be written in either case; one of them only is stored, compared and hashed.
  const read = text.startsWith(PREFIX[kind]) ? bech32.decodeUnsafe(text) : undefined;
  const bytes = read?.prefix === PREFIX[kind].toLowerCase() ? bech32.fromWordsUnsafe(read.words) : undefined;
  if (bytes?.length !== 32) throw new AgeError(kind);
  return text;
}

/** A new random private key. */
export const makeIdentity = async (): Promise<Identity> => parseIdentity(await generateX25519Identity());

/** The private key that 32 secret bytes are. */
export const identityOf = (secret: Uint8Array): Identity =>
  parseIdentity(bech32.encodeFromBytes(PREFIX.identity, secret).toUpperCase());

/** The public key of a private one. */
export const recipientOf = async (identity: Identity): Promise<Recipient> =>
  parseRecipient(await identityToRecipient(identity));

// --- Sealing to a recipient ----------------------------------------------------------------------------------------

/** Seals what fits into memory; the result is longer by some 200 bytes. */
export const sealTo = (recipient: Recipient, bytes: Uint8Array): Promise<Uint8Array> =>
  encrypterTo(recipient).encrypt(bytes);

/** Bytes that age seals at a time. */
const PIECE = 64 * 1024;

/**
 * Seals a file of any length: takes from the source as the result is read, and holds a few pieces of 64 KiB beside the chunk
 * that the source gave last. Errors of the source pass through; what was yielded before is then of no use. A reader that
 * stops early ends the source.
 */
export async function* sealStream(
  recipient: Recipient,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const reading = source[Symbol.asyncIterator]();
  try {
    yield* await encrypterTo(recipient).encrypt(inPieces(reading));
  } finally {
    await reading.return?.();
  }
}

/** A large chunk as it is would be sealed at once, and wait in memory until it is read. */
function inPieces(reading: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
  let rest: Uint8Array = new Uint8Array();
  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
    while (rest.length === 0) {
      const { done, value } = await reading.next();
      if (done) return controller.close();
      rest = value;
    }
    controller.enqueue(rest.subarray(0, PIECE));
    rest = rest.subarray(PIECE);
  };
  return new ReadableStream({ pull }, { highWaterMark: 0 });
}

/**
 * Opens what was sealed to the identity's recipient, by {@link sealTo}, {@link sealStream} or `age -r`.
 *
 * @throws AgeError
 */
export function openWith(identity: Identity, sealed: Uint8Array): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return opened(decrypter, sealed);
}

/**
 * Opens a file of any length, as {@link sealStream} seals one. What was yielded is as it was sealed; that it was all of it is
 * known at the end only.
 *
 * @throws AgeError, also in the middle. Errors of the source pass through
 */
export async function* openStream(
  identity: Identity,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  const reading = sealed[Symbol.asyncIterator]();
  let broken: { readonly error: unknown } | undefined;
  const next = (): Promise<IteratorResult<Uint8Array>> =>
    reading.next().catch((error: unknown) => {
      broken = { error };
      throw error;
    });
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    yield* await decrypter.decrypt(inPieces({ next }));
  } catch {
    throw broken ? broken.error : new AgeError('sealed');
  } finally {
    await reading.return?.();
  }
}

function encrypterTo(recipient: Recipient): Encrypter {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return encrypter;
}

// --- Sealing with a passphrase -------------------------------------------------------------------------------------

/** scrypt's N is 2 to the power of this: 256 MB, and about a second, for each guess. What `age -p` takes too. */
export const WORK_FACTOR = 18;

/**
 * Seals under a passphrase. The stretching holds the thread for a second or more: nothing for a turn.
 *
 * @param workFactor see {@link WORK_FACTOR}; less is for tests
 */
export function lockWith(passphrase: string, bytes: Uint8Array, workFactor = WORK_FACTOR): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return encrypter.encrypt(bytes);
}

/**
 * Opens what {@link lockWith} or `age -p` sealed; as slow as that was.
 *
 * @throws AgeError
 */
export function unlockWith(passphrase: string, locked: Uint8Array): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return opened(decrypter, locked);
}

async function opened(decrypter: Decrypter, sealed: Uint8Array): Promise<Uint8Array> {
  try {
    return await decrypter.decrypt(sealed);
  } catch {
    throw new AgeError('sealed');
  }
}
