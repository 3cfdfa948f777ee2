import { type Mark, needles, SHORTEST } from './marks.ts';

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

/** Looks for marks, in every shape, in everything. */
export function search(places: readonly Place[], marks: readonly Mark[]): readonly Find[] {
  const windows = windowsOf(places);
  return marks.flatMap((mark) =>
    needles(mark)
      .filter(({ bytes }) => windows.has(bytes.toString('latin1', 0, SHORTEST)))
      .flatMap(({ bytes, shape }) =>
        places
          .filter((place) => place.bytes.includes(bytes))
          .map(({ where }) => ({ where, what: mark.what, text: mark.text, shape })),
      ),
  );
}

/** Every run of {@link SHORTEST} bytes there is: what does not begin with one of them need not be looked for. */
function windowsOf(places: readonly Place[]): ReadonlySet<string> {
  const windows = new Set<string>();
  for (const { bytes } of places) {
    const text = bytes.toString('latin1');
    for (let at = 0; at + SHORTEST <= text.length; at += 1) windows.add(text.slice(at, at + SHORTEST));
  }
  return windows;
}
