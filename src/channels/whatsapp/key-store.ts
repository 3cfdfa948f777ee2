/**
 * Baileys' key store over ours. What a decryption changes is not written by itself: the ratchet that has moved on and the
 * message it gave are written together, so that a process which dies between the two has lost neither.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys';
import { decode, encodeKey, typed } from './codec.ts';
import { KeyMemory } from './key-memory.ts';
import type { KeyChange, Letter, Safe } from './ports.ts';
import { type Place, WriteQueue } from './write-queue.ts';

/** What of a decrypted message is to be kept with the ratchet that read it. */
export interface Kept {
  readonly letter?: Letter;
  readonly keys?: SignalDataSet;
  /** What is kept beside the keys, and not read through this store. */
  readonly changes?: readonly KeyChange[];
}

/** What is set while something is done: written with it, or before it is over. */
type Scope =
  | { readonly kind: 'draft'; place: Place | undefined; open: boolean }
  | { readonly kind: 'durable'; readonly writes: Promise<unknown>[]; open: boolean };

/**
 * Where Baileys lists whom it has a token for: a list of everybody who ever wrote, written anew as a whole for each of them, to
 * tidy up what is small and sealed.
 */
const TOKEN_INDEX = 'tctoken __index';

/** Some five for each person. */
const MOST_REMEMBERED = 10_000;

export class KeyStore implements SignalKeyStore {
  private readonly safe: Safe;
  private readonly broken: (error: KeyStoreError) => void;
  private readonly scope = new AsyncLocalStorage<Scope>();
  private readonly memory = new KeyMemory(MOST_REMEMBERED);
  private readonly failing = new AbortController();
  private readonly queue: WriteQueue;

  /**
   * @param broken the connection must end before anything leaves: whoever could not read a key takes it for one that does not
   *   exist, and answers for a message that is not kept. Called at once, before anybody hears of the failure
   */
  constructor(safe: Safe, broken: (error: KeyStoreError) => void) {
    this.safe = safe;
    this.broken = broken;
    this.queue = new WriteQueue(safe, this.failing.signal);
  }

  /** Something could not be read or written: nothing is, from then on. */
  get failed(): boolean {
    return this.failing.signal.aborted;
  }

  /** @throws KeyStoreError */
  async get<T extends keyof SignalDataTypeMap>(
    type: T,
    ids: string[],
  ): Promise<{ [id: string]: SignalDataTypeMap[T] }> {
    this.failing.signal.throwIfAborted();
    const unknown = ids.filter((id) => !this.memory.find(nameOf(type, id)));
    if (unknown.length > 0) {
      const found = await this.tried(this.safe.read(type, unknown));
      for (const id of unknown) {
        const text = found.get(id);
        this.memory.learn(nameOf(type, id), text === undefined ? undefined : decode(type, text));
      }
    }
    return Object.fromEntries(
      ids.flatMap((id) => {
        const value = this.memory.find(nameOf(type, id))?.value;
        return value === undefined || value === null ? [] : [[id, typed(type, value)]];
      }),
    );
  }

  /** @throws KeyStoreError */
  async set(data: SignalDataSet): Promise<void> {
    this.failing.signal.throwIfAborted();
    const scope = this.scope.getStore();
    const changes = this.remember(data);
    if (scope?.kind === 'draft' && scope.open) {
      if (scope.place) scope.place.changes.push(...changes);
      else scope.place = this.queue.place(changes);
      return;
    }
    const writing = this.write(this.queue.place(changes));
    if (scope?.kind !== 'durable' || !scope.open) return void (await writing);
    writing.catch(() => undefined); // whoever opened the scope waits for it
    scope.writes.push(writing);
  }

  /**
   * Decrypts, and writes what that changed in one piece with the letter.
   *
   * @param keptOf what of the plaintext is to be kept; must not throw
   * @returns the plaintext, and the name its letter is kept under, if it is a new one
   * @throws KeyStoreError, or what the decryption threw
   */
  async together<T>(
    decrypt: () => Promise<T>,
    keptOf: (plain: T) => Kept,
  ): Promise<{ plain: T; name: string | undefined; letter: Letter | undefined }> {
    const draft: Scope = { kind: 'draft', place: undefined, open: true };
    try {
      const plain = await this.scope.run(draft, decrypt);
      const { letter, keys = {}, changes = [] } = keptOf(plain);
      const place = draft.place ?? this.queue.place([]);
      draft.open = false;
      place.changes.push(...this.remember(keys), ...changes);
      const name = await this.write(place, letter);
      return { plain, name, letter };
    } catch (error) {
      // A message that does not open changes nothing; if it did, nobody must wait behind it.
      if (draft.open && draft.place) await this.write(draft.place);
      draft.open = false;
      throw error;
    }
  }

  /**
   * Resolves when everything is written that was set meanwhile. What is done does not wait for each, so that others who need the
   * same keys go on from them at once.
   *
   * @throws KeyStoreError
   */
  async durably<T>(work: () => Promise<T>): Promise<T> {
    const scope: Scope = { kind: 'durable', writes: [], open: true };
    try {
      return await this.scope.run(scope, work);
    } finally {
      scope.open = false;
      await Promise.all(scope.writes);
    }
  }

  private remember(data: SignalDataSet): readonly KeyChange[] {
    return Object.entries(data).flatMap(([type, values]) =>
      Object.entries(values ?? {}).flatMap(([id, value]) => {
        if (nameOf(type, id) === TOKEN_INDEX) return [];
        this.memory.change(nameOf(type, id), value);
        return { type, id, value: value === null || value === undefined ? undefined : encodeKey(type, value) };
      }),
    );
  }

  private async write(place: Place, letter?: Letter): Promise<string | undefined> {
    const name = await this.tried(this.queue.fill(place, letter));
    for (const { type, id } of place.changes) this.memory.written(nameOf(type, id));
    return name;
  }

  private async tried<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!this.failed) {
        const failure = new KeyStoreError(error);
        this.failing.abort(failure);
        this.broken(failure);
      }
      throw error instanceof KeyStoreError ? error : new KeyStoreError(error);
    }
  }
}

/** A key could not be read or written, or a message not be kept: the connection must end before its receipt leaves. */
export class KeyStoreError extends Error {
  override readonly name = 'KeyStoreError';
  constructor(cause: unknown) {
    super('what the connection must remember cannot be read or written', { cause });
  }
}

const nameOf = (type: string, id: string): string => `${type} ${id}`;
