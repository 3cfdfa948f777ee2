/**
 * Look-ups of one group of turns: asked one by one, answered together. What is asked in the same tick goes into one query,
 * and what was asked before is not asked again.
 */
export class Loader<Key, Value> {
  private readonly known = new Map<string, Promise<Value | undefined>>();
  private waiting: {
    key: Key;
    name: string;
    answer: (value: Value | undefined) => void;
    fail: (error: unknown) => void;
  }[] = [];
  private readonly nameOf: (key: Key) => string;
  private readonly load: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>;

  /**
   * @param nameOf what tells keys apart
   * @param load answers by that name
   */
  constructor(nameOf: (key: Key) => string, load: (keys: readonly Key[]) => Promise<ReadonlyMap<string, Value>>) {
    this.nameOf = nameOf;
    this.load = load;
  }

  get(key: Key): Promise<Value | undefined> {
    const name = this.nameOf(key);
    const found = this.known.get(name);
    if (found) return found;
    const asked = new Promise<Value | undefined>((answer, fail) => {
      if (this.waiting.length === 0) setImmediate(() => void this.flush());
      this.waiting.push({ key, name, answer, fail });
    });
    this.known.set(name, asked);
    return asked;
  }

  private async flush(): Promise<void> {
    const asked = this.waiting;
    this.waiting = [];
    try {
      const values = await this.load(asked.map(({ key }) => key));
      for (const { name, answer } of asked) answer(values.get(name));
    } catch (error) {
      for (const { fail } of asked) fail(error);
    }
  }
}
