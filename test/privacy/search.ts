import { createSecretKey } from 'node:crypto';
import { type HashKey, keyedHash, keyedNeedles, type Mark, type Needle, needles, SHORTEST } from './marks.ts';
import { Sieve } from './sieve.ts';

/** Where something was written down. */
export interface Place {
  readonly where: string;
  readonly bytes: Buffer;
}

/** A mark that should not be where it is. Says what was found and where, so that a failing test explains itself. */
export interface Find {
  readonly where: string;
  readonly what: string;
  readonly text: string;
  readonly shape: string;
}

/**
 * Looks for marks, in every shape, in everything.
 *
 * @param keys what keyed hashes of them could have been made with
 */
export function search(
  places: readonly Place[],
  marks: readonly Mark[],
  keys: readonly HashKey[] = [],
): readonly Find[] {
  const index = new Index();
  for (const mark of marks) for (const needle of needles(mark)) index.add(needle);
  for (const needle of hashedIn(places, marks, keys)) index.add(needle);
  return places.flatMap(({ where, bytes }) =>
    [...index.foundIn(bytes)].map(({ mark: { what, text }, shape }) => ({ where, what, text, shape })),
  );
}

/** Keyed hashes that may be somewhere. */
function* hashedIn(places: readonly Place[], marks: readonly Mark[], keys: readonly HashKey[]): Generator<Needle> {
  if (keys.length === 0) return;
  const sieve = new Sieve(places);
  for (const { what, bytes } of keys) {
    const key = createSecretKey(bytes);
    for (const mark of marks) {
      const digest = keyedHash(mark, key);
      if (sieve.mayHold(digest)) yield* keyedNeedles(mark, what, digest);
    }
  }
}

/** Needles by their beginnings, so that a place is read once however many there are. */
class Index {
  private readonly byStart = new Map<string, Needle[]>();
  /** Whether any needle begins with these three bytes: most places in a file are passed over by that alone. */
  private readonly begins = new Uint8Array(2 ** 24);

  add(needle: Needle): void {
    const start = needle.bytes.slice(0, SHORTEST);
    const same = this.byStart.get(start);
    if (same) same.push(needle);
    else this.byStart.set(start, [needle]);
    this.begins[Buffer.from(start, 'latin1').readUIntBE(0, 3)] = 1;
  }

  foundIn(bytes: Buffer): ReadonlySet<Needle> {
    const found = new Set<Needle>();
    const text = bytes.toString('latin1');
    let next = 0;
    for (let end = 0; end < bytes.length; end += 1) {
      next = ((next << 8) | (bytes[end] ?? 0)) & 0xffffff;
      if (end < 2 || this.begins[next] !== 1) continue;
      const at = end - 2;
      for (const needle of this.byStart.get(text.slice(at, at + SHORTEST)) ?? []) {
        if (text.startsWith(needle.bytes, at)) found.add(needle);
      }
    }
    return found;
  }
}
