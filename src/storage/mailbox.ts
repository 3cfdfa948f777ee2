import type { EpochKey } from '../secrecy/epoch.ts';
import type { Keys } from '../secrecy/keys.ts';
import { open, SealError, type Sizes, seal } from '../secrecy/seal.ts';
import type { Db } from './db.ts';
import { findIntake, type IntakeItem, type Watcher, watcherShape } from './intake.ts';

/** A report as its receipt code finds it. */
export interface FoundReport {
  readonly unitId: string;
  readonly status: string;
  readonly until: Date | null;
  /** Letters of officers, sealed to the reporter, by the hour; their order within one stands inside. */
  readonly letters: readonly { readonly writtenAt: Date; readonly body: Uint8Array }[];
}

export const findReport = async (db: Db, lookup: Buffer): Promise<FoundReport | undefined> =>
  (await db.report.findUnique({
    where: { lookup: new Uint8Array(lookup) },
    select: {
      unitId: true,
      status: true,
      until: true,
      letters: {
        where: { author: 'officer' },
        orderBy: [{ writtenAt: 'asc' }, { id: 'asc' }],
        select: { writtenAt: true, body: true },
      },
    },
  })) ?? undefined;

// --- «Kabari saya» --------------------------------------------------------------------------------------------------

/** Lengths of an address that are told apart, in bytes. */
const SIZES: Sizes = [192, 512];

/** Seals whom to tell of letters. Opens together with the report's lookup id (hex) alone. */
export const sealWatcher = (keys: Keys, lookup: string, watcher: Watcher): Buffer =>
  seal(keys, 'watch.seal', Buffer.from(lookup, 'hex'), watcher, SIZES);

export const isWatched = async (db: Db, lookup: Buffer): Promise<boolean> =>
  (await db.watch.count({ where: { lookup: new Uint8Array(lookup) } })) > 0;

/** Sets or removes whom to tell, for a report that is there and was not withdrawn. */
export async function setWatch(tx: Db, keys: Keys, lookup: string, watcher: Watcher | undefined): Promise<void> {
  const bytes = Buffer.from(lookup, 'hex');
  if (!watcher) {
    await tx.watch.deleteMany({ where: { lookup: bytes } });
    return;
  }
  const sealed = sealWatcher(keys, lookup, watcher);
  await tx.$executeRaw`
    INSERT INTO watch (lookup, sealed) SELECT lookup, ${sealed} FROM report WHERE lookup = ${bytes} AND status <> 'dicabut'
    ON CONFLICT (lookup) DO UPDATE SET sealed = EXCLUDED.sealed`;
}

/** Who is to hear of letters. */
export interface Unannounced {
  readonly watchers: readonly Watcher[];
  /** How many addresses did not open: sealed under another root, or changed. */
  readonly unreadable: number;
}

/**
 * Takes letters that were not announced, once: whoever is to hear of each. Letters nobody waits for are taken too. What waits to
 * be taken in counts already, so that nobody hears of anything who does not want to any more.
 */
export async function takeUnannounced(db: Db, keys: Keys, living: readonly EpochKey[]): Promise<Unannounced> {
  const rows = await db.$queryRaw<{ lookup: Uint8Array<ArrayBuffer> }[]>`
    WITH taken AS (
      UPDATE letter SET announced = true WHERE author = 'officer' AND NOT announced RETURNING report_id
    )
    SELECT DISTINCT r.lookup FROM taken t JOIN report r ON r.id = t.report_id`;
  const watchers: Watcher[] = [];
  let unreadable = 0;
  for (const { lookup } of rows) {
    // In this order: what a sweep takes out of the intake meanwhile is found where it puts it.
    const waiting = watchAmong(await findIntake(db, living, Buffer.from(lookup).toString('hex')));
    const kept = waiting ? undefined : await db.watch.findUnique({ where: { lookup } });
    const watcher = kept ? openWatcher(keys, lookup, kept.sealed) : waiting?.watcher;
    if (watcher) watchers.push(watcher);
    else if (kept) unreadable += 1;
  }
  return { watchers, unreadable };
}

/** What was wished last, among what waits for a report. `watcher`: whom to tell; absent: nobody any more. */
export const watchAmong = (waiting: readonly IntakeItem[]): { readonly watcher?: Watcher } | undefined =>
  waiting.findLast((item) => item.kind === 'watch');

function openWatcher(keys: Keys, lookup: Uint8Array, sealed: Uint8Array): Watcher | undefined {
  try {
    const read = watcherShape.safeParse(open(keys, 'watch.seal', lookup, sealed));
    return read.success ? read.data : undefined;
  } catch (error) {
    if (error instanceof SealError) return undefined;
    throw error;
  }
}
