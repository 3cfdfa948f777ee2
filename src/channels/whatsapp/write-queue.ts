/**
 * Writes of a connection, handed to the safe in the order in which they were thought of. When one fails, none that comes after
 * it is written: it may have gone on from what was lost, and would make the loss final.
 */
import type { KeyChange, Letter, Safe } from './ports.ts';

/** A place in the row; what stands in it can still change until it is handed over. */
export interface Place {
  readonly changes: KeyChange[];
  letter?: Letter;
  ready: boolean;
  readonly written: PromiseWithResolvers<string | undefined>;
}

export class WriteQueue {
  private readonly safe: Pick<Safe, 'write'>;
  private readonly signal: AbortSignal;
  private readonly waiting: Place[] = [];

  /** @param signal aborted when a write has failed, with the reason: what is under way is not begun any more */
  constructor(safe: Pick<Safe, 'write'>, signal: AbortSignal) {
    this.safe = safe;
    this.signal = signal;
  }

  /** Keeps a place: nothing that comes later is written before {@link fill} is told of it. */
  place(changes: readonly KeyChange[]): Place {
    const place: Place = { changes: [...changes], ready: false, written: Promise.withResolvers() };
    this.waiting.push(place);
    return place;
  }

  /** @returns the name of the letter, if it is a new one, once all is written */
  fill(place: Place, letter?: Letter): Promise<string | undefined> {
    if (letter) place.letter = letter;
    place.ready = true;
    while (this.waiting[0]?.ready) this.handOver(this.waiting.shift());
    return place.written.promise;
  }

  private handOver(place: Place | undefined): void {
    place?.written.resolve(this.safe.write(place.changes, place.letter, this.signal));
  }
}
