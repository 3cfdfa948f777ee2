/**
 * Keys that are destroyed after a day. What a person has not yet sent is sealed under one, so that it can be forgotten:
 * deleting a row leaves it in the write-ahead log and in backups, and without the key those open no more.
 *
 * There is a key for each hour, of 32 random bytes in a file of its own, outside the database and its backups. The key that
 * is handed out mixes the root into them, so that neither opens anything alone. Replicas share the folder. Overwriting
 * erases on a plain disk; a copy-on-write file system, a snapshot or a worn SSD may keep what was there, and tmpfs keeps
 * nothing.
 */
import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { destroyFile, keep, namesIn, privateFolder, readIfThere } from './kept-files.ts';
import type { Keys } from './keys.ts';

export interface EpochKey {
  /** Hours since 1970. */
  readonly id: number;
  /** Not to be kept beyond the turn: only {@link EpochKeys} knows when it must be forgotten. */
  readonly key: KeyObject;
}

/** A file in the folder is no key of ours; the message names it, and what to do. */
export class EpochError extends Error {
  override readonly name = 'EpochError';
  readonly file: string;
  constructor(file: string) {
    super(`${file} is no epoch key. Take it away; drafts of that hour are lost`);
    this.file = file;
  }
}

/** The folder cannot be made or written to: no conversation can go on. Names the system's reason, and not the folder. */
export class EpochFolderError extends Error {
  override readonly name = 'EpochFolderError';
  readonly code: string;
  constructor(code: string, cause: unknown) {
    super(`the folder of epoch keys cannot be used: ${code}`, { cause });
    this.code = code;
  }
}

const HOUR = 3_600_000;
/** Hours that a key lives, its own among them: what is sealed can be read for 23 to 24 hours, a day at most. */
export const EPOCH_HOURS = 24;
const BYTES = 32;

/** `496123.epoch`; with something behind it, a file that a crash left half made or half destroyed. */
const FILE = /^(\d{1,9})\.epoch(\..*)?$/;

export class EpochKeys {
  private readonly folder: string;
  private readonly keys: Keys;
  private readonly known = new Map<number, EpochKey>();

  /** @param folder made at the first use, for the service alone */
  constructor(folder: string, keys: Keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /**
   * The key of this hour, made if nobody has made it yet. Replicas that make one at the same moment get the same.
   *
   * @param now ms since 1970
   * @throws EpochError, EpochFolderError
   */
  async current(now: number): Promise<EpochKey> {
    const id = hourOf(now);
    this.forgetOld(now);
    const known = this.known.get(id);
    if (known) return known;
    return this.learn(id, await this.make(id));
  }

  /**
   * The key of an hour, whichever replica made it. `undefined` when there is none or its day is over.
   *
   * @throws EpochError
   */
  async find(id: number, now: number): Promise<EpochKey | undefined> {
    this.forgetOld(now);
    if (!lives(id, now)) return undefined;
    const known = this.known.get(id);
    if (known) return known;
    const bytes = await readIfThere(this.file(id));
    return bytes && this.learn(id, bytes);
  }

  /**
   * All keys whose day is not over, newest first. One whose file somebody took away is forgotten.
   *
   * @throws EpochError
   */
  async living(now: number): Promise<EpochKey[]> {
    const present = new Set((await this.files()).filter(({ whole }) => whole).map(({ id }) => id));
    for (const id of this.known.keys()) if (!present.has(id)) this.known.delete(id);
    const found = await Promise.all([...present].map((id) => this.find(id, now)));
    return found.filter((one) => one !== undefined).sort((a, b) => b.id - a.id);
  }

  /**
   * Every key there is, newest first: also those whose day is over, while nobody has destroyed them, as after the service has
   * stood still. Only for what must not be lost before it is taken in: a draft has its day, and opens with none of those.
   *
   * @throws EpochError
   */
  async kept(now: number): Promise<EpochKey[]> {
    const over = (await this.files()).filter(({ id, whole }) => whole && !lives(id, now));
    const found = await Promise.all(over.map(({ id }) => this.readOver(id)));
    return [...(await this.living(now)), ...found.flat()].sort((a, b) => b.id - a.id);
  }

  /**
   * Destroys the keys whose day is over, in the folder and in memory, with what a crash left of them. What waits under them is
   * taken in before: `storage/tidying.ts`.
   *
   * @returns how many files are gone
   */
  async destroyOld(now: number): Promise<number> {
    this.forgetOld(now);
    const old = (await this.files()).filter(({ id }) => !lives(id, now));
    await Promise.all(old.map(({ name }) => destroyFile(join(this.folder, name))));
    return old.length;
  }

  private async make(id: number): Promise<Buffer> {
    try {
      await privateFolder(this.folder);
      return await keep(this.file(id), async () => randomBytes(BYTES));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      throw new EpochFolderError(String(error.code), error);
    }
  }

  private async files(): Promise<{ name: string; id: number; whole: boolean }[]> {
    return (await namesIn(this.folder)).flatMap((name) => {
      const [, id, rest] = FILE.exec(name) ?? [];
      return id === undefined ? [] : [{ name, id: Number(id), whole: rest === undefined }];
    });
  }

  private learn(id: number, bytes: Buffer): EpochKey {
    if (bytes.length !== BYTES) throw new EpochError(this.file(id));
    const made = this.mixed(id, bytes);
    this.known.set(id, made);
    return made;
  }

  /** A key that is to be destroyed is not kept in memory; one that is none opens nothing, and goes with the others. */
  private async readOver(id: number): Promise<EpochKey[]> {
    const bytes = await readIfThere(this.file(id));
    return bytes?.length === BYTES ? [this.mixed(id, bytes)] : [];
  }

  private mixed(id: number, bytes: Buffer): EpochKey {
    // What was sealed before the root was replaced stays readable for its day: an hour keeps the root it began under.
    const root = this.keys.former.find(({ until }) => id <= until)?.epoch ?? this.keys.key('epoch');
    const mixed = hkdfSync('sha256', bytes, root.export(), `epoch ${id}`, 32);
    return { id, key: createSecretKey(Buffer.from(mixed)) };
  }

  private forgetOld(now: number): void {
    for (const id of this.known.keys()) if (!lives(id, now)) this.known.delete(id);
  }

  private file(id: number): string {
    return join(this.folder, `${id}.epoch`);
  }
}

/**
 * The key of one chat's draft: to open it one needs the root, the hour's file, and the chat's address, which no row has.
 *
 * @param address `telegram:123456`
 */
export const draftKey = ({ key }: EpochKey, address: string): KeyObject =>
  createSecretKey(createHmac('sha256', key).update(`draft ${address}`).digest());

const hourOf = (now: number): number => Math.floor(now / HOUR);

/** A key from a day ahead was made by a clock that went wrong: it would never be old, so it does not live either. */
const lives = (id: number, now: number): boolean => Math.abs(hourOf(now) - id) < EPOCH_HOURS;
