/**
 * What outlives a root secret that was replaced. A blind index cannot be made anew without its value, which nobody has; so the
 * new root's key goes over the old index, and a value is looked for by going the same way: the former key first, then the new
 * one. Whoever has the former root alone finds nothing any more, and none of these keys opens a seal.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { INDEX_LABELS, type IndexLabel, type Keys } from './keys.ts';

export interface FormerRoot {
  readonly indices: ReadonlyMap<IndexLabel, KeyObject>;
  /** What it mixed into the keys of hours. */
  readonly epoch: KeyObject;
  /** The last hour whose key it is mixed into, hours since 1970. */
  readonly until: number;
}

const secret = z.base64().transform((value) => createSecretKey(Buffer.from(value, 'base64')));
const indices = z.array(z.tuple([z.enum(INDEX_LABELS), secret])).transform((pairs) => new Map(pairs));

/** Former roots as {@link writtenRoots} wrote them, oldest first. */
export const formerRoots = z.array(z.object({ indices, epoch: secret, until: z.int() }));

/**
 * The roots that are former ones once a new root stands over these keys, as JSON that is to be sealed under the new one.
 *
 * @param hour hours since 1970: the present one, whose key stays what it is
 */
export const writtenRoots = (keys: Keys, hour: number): z.input<typeof formerRoots> =>
  [...keys.former, present(keys, hour)].map(({ indices, epoch, until }) => ({
    indices: [...indices].map(([label, key]) => [label, written(key)]),
    epoch: written(epoch),
    until,
  }));

const present = (keys: Keys, until: number): FormerRoot => ({
  indices: new Map(INDEX_LABELS.map((label) => [label, keys.key(label)])),
  epoch: keys.key('epoch'),
  until,
});

const written = (key: KeyObject): string => key.export().toString('base64');
