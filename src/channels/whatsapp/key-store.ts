/**
 * Baileys' key store over ours. What a decryption changes is not written by itself: the ratchet that has moved on and the
 * message it gave are written together, so that a process which dies between the two has lost neither.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys';
import { decode, encode } from './codec.ts';
import type { KeyChange, Letter, Safe } from './ports.ts';

interface Draft {
  readonly changes: KeyChange[];
  readonly slots: Slot[];
  open: boolean;
}

/** A place in the row of those who write the same keys. */
interface Slot {
  /** Those before have written. */
  readonly before: Promise<unknown>;
  readonly done: () => void;
}

export class KeyStore implements SignalKeyStore {
  private readonly safe: Safe;
  private readonly draft = new AsyncLocalStorage<Draft>();
  /** The latest write of each key that is not over. */
  private readonly latest = new Map<string, Promise<void>>();
  /** A letter was lost: whatever is written now has gone on from the ratchet that read it, and would make the loss final. */
  private unkept: UnkeptError | undefined;

  constructor(safe: Safe) {
    this.safe = safe;
  }

  async get<T extends keyof SignalDataTypeMap>(
    type: T,
    ids: string[],
  ): Promise<{ [id: string]: SignalDataTypeMap[T] }> {
    const found = await this.safe.read(type, ids);
    return Object.fromEntries([...found].map(([id, value]) => [id, decode(type, value)]));
  }

  async set(data: SignalDataSet): Promise<void> {
    const changes = changesOf(data);
    const slot = this.queue(changes);
    const draft = this.draft.getStore();
    if (draft?.open) {
      draft.changes.push(...changes);
      draft.slots.push(slot);
      return;
    }
    try {
      await slot.before;
      await this.write(changes);
    } finally {
      slot.done();
    }
  }

  /**
   * Decrypts, and writes what that changed in one piece with the letter.
   *
   * @param letterOf what of the plaintext is to be kept; `undefined` when it is no letter to us
   * @returns the plaintext, and the name its letter is kept under, if it is a new one
   */
  async together<T>(
    decrypt: () => Promise<T>,
    letterOf: (plain: T) => Letter | undefined,
  ): Promise<{ plain: T; name: string | undefined; letter: Letter | undefined }> {
    const draft: Draft = { changes: [], slots: [], open: true };
    try {
      const plain = await this.draft.run(draft, decrypt);
      draft.open = false;
      const letter = letterOf(plain);
      await Promise.all(draft.slots.map(({ before }) => before));
      const name = await this.keep(draft.changes, letter);
      return { plain, name, letter };
    } catch (error) {
      // What failed to decrypt has taught us at most an identity, which comes again with the next try.
      draft.open = false;
      throw error;
    } finally {
      for (const slot of draft.slots) slot.done();
    }
  }

  private async keep(changes: readonly KeyChange[], letter: Letter | undefined): Promise<string | undefined> {
    try {
      return await this.write(changes, letter);
    } catch (error) {
      this.unkept ??= new UnkeptError(error);
      throw this.unkept;
    }
  }

  private async write(changes: readonly KeyChange[], letter?: Letter): Promise<string | undefined> {
    if (this.unkept) throw this.unkept;
    return this.safe.write(lastOf(changes), letter);
  }

  private queue(changes: readonly KeyChange[]): Slot {
    const names = changes.map(({ type, id }) => `${type} ${id}`);
    const before = Promise.all(names.flatMap((name) => this.latest.get(name) ?? []));
    const { promise, resolve } = Promise.withResolvers<void>();
    for (const name of names) this.latest.set(name, promise);
    const done = (): void => {
      for (const name of names) if (this.latest.get(name) === promise) this.latest.delete(name);
      resolve();
    };
    return { before, done };
  }
}

/** A message was decrypted and could not be kept: its connection must end before its receipt leaves. */
export class UnkeptError extends Error {
  override readonly name = 'UnkeptError';
  constructor(cause: unknown) {
    super('a message could not be kept', { cause });
  }
}

function changesOf(data: SignalDataSet): KeyChange[] {
  return Object.entries(data).flatMap(([type, values]) =>
    Object.entries(values ?? {}).map(([id, value]) => ({
      type,
      id,
      value: value === null || value === undefined ? undefined : encode(value),
    })),
  );
}

/** One change for each key: the last. */
const lastOf = (changes: readonly KeyChange[]): readonly KeyChange[] => [
  ...new Map(changes.map((change) => [`${change.type} ${change.id}`, change])).values(),
];
