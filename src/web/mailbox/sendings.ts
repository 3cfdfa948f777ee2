/** What reporters send through the page: letters, evidence and withdrawals, within bounds. */
import type { Letterbox } from '../../conversation/letterbox.ts';
import type { Mailbox } from '../../engine/desk.ts';
import { Allowance } from './allowance.ts';
import { notesOf, type Received, receiveFiles } from './evidence.ts';
import type { Multipart, PartHead } from './multipart.ts';
import { Uploads } from './uploads.ts';

/** What a form brings behind its fields. */
export interface SentFiles {
  readonly form: Multipart;
  readonly first?: PartHead | undefined;
  /** Keep originals beside clean copies. */
  readonly original: boolean;
  readonly once: string;
  /** The sender is gone. */
  readonly gone: AbortSignal;
}

export class Sendings {
  private readonly letterbox: Letterbox;
  private readonly allowance: Allowance;
  private readonly uploads = new Uploads();

  constructor(letterbox: Letterbox, now: () => number) {
    this.letterbox = letterbox;
    this.allowance = new Allowance(now);
  }

  /** The moment from which this report may be written to again; absent while it may. */
  spentUntil({ lookup }: Mailbox): number | undefined {
    return this.allowance.spentUntil(lookup);
  }

  async letter(box: Mailbox, words: string, once: string): Promise<void> {
    this.allowance.count(box.lookup, { sent: 1 });
    await this.letterbox.send(box, words, [], once);
  }

  withdraw(box: Mailbox): Promise<void> {
    return this.letterbox.withdraw(box);
  }

  /**
   * Keeps the files one by one and sends them together: all of them arrive, but for those that are told to have failed, or none.
   *
   * @returns `undefined` when too many send at the moment
   * @throws MultipartError, ReplacedError, the reason of `gone`, and what {@link Letterbox.secure} throws
   */
  files(box: Mailbox, { form, first, original, once, gone }: SentFiles): Promise<readonly Received[] | undefined> {
    return this.uploads.take(box.lookup, async (replaced) => {
      const signal = AbortSignal.any([replaced, gone]);
      form.stopOn(signal);
      const received: Received[] = [];
      const secure = (file: Uint8Array) => {
        this.allowance.count(box.lookup, { bytes: file.length });
        return this.letterbox.secure(box, file, original, signal);
      };
      try {
        await receiveFiles(form, first, secure, received);
      } catch (error) {
        await this.letterbox.forget(notesOf(received));
        throw error;
      }
      const notes = notesOf(received);
      if (notes.length === 0) return received;
      this.allowance.count(box.lookup, { sent: 1 });
      if (!(await this.letterbox.send(box, '', notes, once))) await this.letterbox.forget(notes);
      return received;
    });
  }
}
