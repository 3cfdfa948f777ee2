/** Where WhatsApp's connection keeps what it must remember: sealed in the database, what comes together in one statement. */
import { CREDENTIALS, type KeyChange, type Letter, LockedError, type Safe } from '../channels/whatsapp/ports.ts';
import { Group } from '../conversation/group.ts';
import type { Logger } from '../log.ts';
import type { EpochKeys } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import type { PrismaClient } from '../storage/db.ts';
import { type Copy, findCopy } from '../storage/whatsapp-copies.ts';
import { forgetMessages, waitingMessages } from '../storage/whatsapp-inbox.ts';
import { forgetKeys, readKeys } from '../storage/whatsapp-keys.ts';
import { writeWhatsApp } from '../storage/whatsapp-writing.ts';

export interface SafeMeans {
  readonly db: PrismaClient;
  readonly keys: Keys;
  readonly epochs: EpochKeys;
  readonly log: Logger;
}

/** Something to be written, and who waits for that. */
interface Due {
  readonly changes: readonly KeyChange[];
  readonly letter?: Letter;
  readonly copy?: Copy;
  readonly signal?: AbortSignal | undefined;
  readonly written: PromiseWithResolvers<string | undefined>;
}

/** Letters taken up at once after a restart. */
const MOST_WAITING = 100_000;
/** How long letters whose turns are written may lie there when nothing else is written: taken up again, they do nothing twice. */
const FORGET_AFTER_MS = 250;

export class SealedSafe implements Safe {
  private readonly means: SafeMeans;
  private readonly holder: string;
  private readonly group = new Group<Due>(
    (waiting) => ({ now: [...waiting], later: [] }),
    (all) => this.writeAll(all),
  );
  private readonly handled = new Set<string>();
  private forgetting: NodeJS.Timeout | undefined;

  /** @param holder who holds the lease: nobody else may write */
  constructor(means: SafeMeans, holder: string) {
    this.means = means;
    this.holder = holder;
  }

  /**
   * A key that does not open is as good as gone, and another is agreed upon with whoever writes: who changed its row must not be
   * able to stop the connection each time that person writes. Without its credentials the number would have to be linked anew.
   *
   * @throws LockedError when credentials do not open
   */
  async read(type: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { db, keys, log } = this.means;
    const { values, damaged } = await readKeys(db, keys, type, ids);
    if (damaged === 0) return values;
    if (type === CREDENTIALS) throw new LockedError('the credentials of WhatsApp do not open');
    log.error({ channel: 'whatsapp', type, keys: damaged }, 'keys were changed in the database and are taken as gone');
    return values;
  }

  write(changes: readonly KeyChange[], letter?: Letter, signal?: AbortSignal): Promise<string | undefined> {
    return this.due({ changes, signal, ...(letter ? { letter } : {}) });
  }

  async keepCopy(id: string, bytes: Uint8Array): Promise<void> {
    await this.due({ changes: [], copy: { id, bytes, at: Date.now() } });
  }

  async findCopy(id: string): Promise<Uint8Array | undefined> {
    const { db, keys, epochs } = this.means;
    return findCopy(db, keys, await epochs.living(Date.now()), id);
  }

  async forget(): Promise<void> {
    // What waits to be written would come back.
    await this.group.idle();
    await forgetKeys(this.means.db, this.holder);
  }

  async waiting(): Promise<readonly { name: string; letter: unknown }[]> {
    const { db, epochs, log } = this.means;
    await this.forgetHandled();
    const { messages, lost } = await waitingMessages(db, () => epochs.living(Date.now()), MOST_WAITING);
    if (lost > 0) log.error({ channel: 'whatsapp', messages: lost }, 'messages that waited cannot be read any more');
    return messages.map(({ name, body }) => ({ name, letter: body }));
  }

  done(name: string): void {
    this.handled.add(name);
    this.forgetting ??= setTimeout(() => void this.forgetSoon(), FORGET_AFTER_MS);
  }

  async settle(): Promise<void> {
    await this.group.idle();
    await this.forgetSoon();
  }

  private due(what: Omit<Due, 'written'>): Promise<string | undefined> {
    const written = Promise.withResolvers<string | undefined>();
    this.group.add({ ...what, written });
    return written.promise;
  }

  private async writeAll(told: readonly Due[]): Promise<void> {
    const { db, keys, epochs } = this.means;
    const all = told.filter(({ signal }) => !signal?.aborted);
    for (const { signal, written } of told) if (signal?.aborted) written.reject(signal.reason);
    const letters = all.flatMap(({ letter }) => letter ?? []);
    const write = {
      changes: all.flatMap(({ changes }) => changes),
      messages: letters.map((letter) => ({ ...letter, body: letter })),
      copies: all.flatMap(({ copy }) => copy ?? []),
      // As a rule an answer goes out, whose keys are written, soon after a turn.
      handled: all.length > 0 ? [...this.handled] : [],
    };
    try {
      const names = await writeWhatsApp(db, keys, await epochs.current(Date.now()), this.holder, write);
      this.forgot(write.handled);
      const named = new Map(letters.map((letter, n) => [letter, names[n]]));
      for (const { letter, written } of all) written.resolve(letter && named.get(letter));
    } catch (error) {
      for (const { written } of all) written.reject(error);
    }
  }

  /** What could not be forgotten goes with the next. */
  private async forgetSoon(): Promise<void> {
    try {
      await this.forgetHandled();
    } catch (error) {
      this.means.log.warn({ channel: 'whatsapp', err: error }, 'messages that were handled could not be forgotten yet');
    }
  }

  private async forgetHandled(): Promise<void> {
    clearTimeout(this.forgetting);
    this.forgetting = undefined;
    const names = [...this.handled];
    if (names.length === 0) return;
    await forgetMessages(this.means.db, names);
    this.forgot(names);
  }

  private forgot(names: readonly string[]): void {
    for (const name of names) this.handled.delete(name);
    if (this.handled.size > 0) return;
    clearTimeout(this.forgetting);
    this.forgetting = undefined;
  }
}
