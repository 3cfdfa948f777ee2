/**
 * Baileys' key store over ours. What a decryption changes is not written by itself: the ratchet that has moved on and the
 * message it gave are written together, so that a process which dies between the two has lost neither.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys';
import { decode, encode } from './codec.ts';
import type { KeyChange, Letter, Safe } from './ports.ts';

/** What of a decrypted message is to be kept with the ratchet that read it. */
export interface Kept {
  readonly letter?: Letter;
  readonly changes?: readonly KeyChange[];
}

interface Draft {
  readonly changes: KeyChange[];
  readonly slots: Slot[];
  open: boolean;
}

const MOST_ABSENT = 50_000;

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
  /** Names of keys that there are none of, asked for with every message; only this connection writes any. */
  private readonly absent = new Set<string>();
  private sets = 0;
  /** A letter was lost: whatever is written now has gone on from the ratchet that read it, and would make the loss final. */
  private unkept: UnkeptError | undefined;

  constructor(safe: Safe) {
    this.safe = safe;
  }

  async get<T extends keyof SignalDataTypeMap>(
    type: T,
    ids: string[],
  ): Promise<{ [id: string]: SignalDataTypeMap[T] }> {
    const asked = ids.filter((id) => !this.absent.has(nameOf({ type, id })));
    if (asked.length === 0) return {};
    const { sets } = this;
    const found = await this.safe.read(type, asked);
    if (this.absent.size > MOST_ABSENT) this.absent.clear();
    // What was set meanwhile may not have been seen.
    if (sets === this.sets) for (const id of asked) if (!found.has(id)) this.absent.add(nameOf({ type, id }));
    return Object.fromEntries([...found].map(([id, value]) => [id, decode(type, value)]));
  }

  async set(data: SignalDataSet): Promise<void> {
    const changes = changesOf(data);
    this.sets += 1;
    for (const change of changes) this.absent.delete(nameOf(change));
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
   * @param keptOf what of the plaintext is to be kept
   * @returns the plaintext, and the name its letter is kept under, if it is a new one
   */
  async together<T>(
    decrypt: () => Promise<T>,
    keptOf: (plain: T) => Kept,
  ): Promise<{ plain: T; name: string | undefined; letter: Letter | undefined }> {
    const draft: Draft = { changes: [], slots: [], open: true };
    try {
      const plain = await this.draft.run(draft, decrypt);
      draft.open = false;
      const { letter, changes = [] } = keptOf(plain);
      await Promise.all(draft.slots.map(({ before }) => before));
      this.sets += 1;
      for (const change of changes) this.absent.delete(nameOf(change));
      const name = await this.keep([...draft.changes, ...changes], letter);
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
    const names = changes.map(nameOf);
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

const nameOf = ({ type, id }: Pick<KeyChange, 'type' | 'id'>): string => `${type} ${id}`;

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
  ...new Map(changes.map((change) => [nameOf(change), change])).values(),
];
