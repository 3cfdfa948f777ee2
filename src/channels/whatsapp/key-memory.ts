/**
 * The keys of a connection as they are now, so that none is read twice: only this connection changes any. Of those that are
 * written the longest unused give way to others; those that are not written yet stand nowhere else.
 */
export class KeyMemory {
  private readonly entries = new Map<string, { readonly value: unknown; readonly unwritten: number }>();
  private readonly most: number;

  /** @param most how many written ones are remembered; those that there are none of count as well */
  constructor(most: number) {
    this.most = most;
  }

  /** `undefined`: it must be read. A `value` of `undefined` or `null`: there is none. */
  find(name: string): { readonly value: unknown } | undefined {
    const entry = this.entries.get(name);
    if (entry) this.put(name, entry);
    return entry;
  }

  /** Takes in what was read, unless it was changed meanwhile. */
  learn(name: string, value: unknown): void {
    if (!this.entries.has(name)) this.put(name, { value, unwritten: 0 });
    this.shrink();
  }

  /** Takes in what is to be written; stays until {@link written} is told as often. */
  change(name: string, value: unknown): void {
    this.put(name, { value, unwritten: (this.entries.get(name)?.unwritten ?? 0) + 1 });
  }

  written(name: string): void {
    const entry = this.entries.get(name);
    if (entry) this.entries.set(name, { ...entry, unwritten: entry.unwritten - 1 });
    this.shrink();
  }

  /** As the one that was used last. */
  private put(name: string, entry: { readonly value: unknown; readonly unwritten: number }): void {
    this.entries.delete(name);
    this.entries.set(name, entry);
  }

  private shrink(): void {
    if (this.entries.size <= this.most) return;
    for (const [name, { unwritten }] of this.entries) {
      if (unwritten === 0) this.entries.delete(name);
      if (this.entries.size <= this.most) return;
    }
  }
}
