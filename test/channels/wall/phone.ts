/** Somebody's phone with the bot on it, on any of the platforms: what they do there, and by what one would recognise them. */
import type { EvidenceKind } from '../../../src/domain/evidence.ts';
import type { MessageKey } from '../../../src/domain/message.ts';
import type { Mark } from '../../privacy/marks.ts';

export interface SentFile {
  readonly kind: Exclude<EvidenceKind, 'video'>;
  readonly bytes: Uint8Array;
  /** Written under it. */
  readonly words: string;
  /** Whoever wants to fetch it finds that it is gone: where {@link Phone.losesFiles}. */
  readonly gone?: boolean;
  /** What it is called on the phone: of a document, which is all that most platforms tell a name of. */
  readonly name?: string;
}

export interface Phone {
  /** Digits. */
  readonly number: string;
  /** Whether the bot can erase what both wrote: then it asks if it shall. */
  readonly erases: boolean;
  /** Whether a file can be gone from the platform before the bot fetches it. */
  readonly losesFiles: boolean;
  says(text: string): Promise<void>;
  /** Chooses what is offered under these words. */
  chooses(what: MessageKey): Promise<void>;
  attaches(file: SentFile): Promise<void>;
  /** Shares the own contact, where the number is not known by itself. */
  readonly shares?: () => Promise<void>;
  /** What the bot has said that stands there now, without markup. */
  sees(): Promise<readonly string[]>;
  /** By what one would recognise whose it is, and every message of it. */
  marks(): Promise<readonly Mark[]>;
}
