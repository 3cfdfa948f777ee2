/** What the channel needs kept. Who keeps it, and how it is sealed, is not its business. */
import { z } from 'zod';

/** Something Baileys must remember: a key of a session, a mapping, its own identity. `undefined`: nothing any more. */
export interface KeyChange {
  /** Baileys' own name of the kind, `session`, `pre-key`, `lid-mapping`. */
  readonly type: string;
  /** Often holds a number or a LID. */
  readonly id: string;
  /** JSON. */
  readonly value: string | undefined;
}

/** The type that the credentials of the number are kept under. */
export const CREDENTIALS = 'creds';

/** A decrypted message on its way to its turn. */
export const letter = z.object({
  /** The platform's id of the message. */
  id: z.string(),
  /** Who wrote: `…@lid`, or `…@s.whatsapp.net` where there is no LID. */
  chat: z.string(),
  /** The number it came from, digits, where the server told it. */
  number: z.string().exactOptional(),
  /** It begins a session, so it may be of another phone than the one that wrote under this address before. */
  opens: z.literal(true).exactOptional(),
  /** The message (`proto.Message`), base64. */
  content: z.string(),
});
export type Letter = z.infer<typeof letter>;

/** A letter that is kept until its turn is committed. */
export interface KeptLetter {
  readonly name: string;
  readonly letter: unknown;
}

/** What is kept of the number does not open any more: with it nobody can log in, and another would mean to link it anew. */
export class LockedError extends Error {
  override readonly name = 'LockedError';
}

export interface Safe {
  /**
   * What is remembered, by id; what is not is absent.
   *
   * @throws LockedError where credentials do not open
   */
  read(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * Writes all of it or nothing; with a letter, that as well. What was told earlier is written earlier, or together with it.
   *
   * @param signal what is not begun when it is aborted, is not written
   * @returns the name the letter is kept under; `undefined` when it was there already, or there was none
   */
  write(changes: readonly KeyChange[], letter?: Letter, signal?: AbortSignal): Promise<string | undefined>;
  /** Forgets everything of a number that is not ours any more. */
  forget(): Promise<void>;
  /** Letters that wait, in the order they came. */
  waiting(): Promise<readonly KeptLetter[]>;
  /** The turn of a letter is written: it is forgotten soon. Whoever takes it up once more does nothing twice. */
  done(name: string): void;
  /** Resolves when everything is written, and what was done is forgotten. */
  settle(): Promise<void>;
  /** Keeps what was sent for an hour at most, so that a phone which could not read it can ask for it again. */
  keepCopy(id: string, message: Uint8Array): Promise<void>;
  findCopy(id: string): Promise<Uint8Array | undefined>;
}
