/** How a call goes wrong. */
export type Fault =
  /** Refused by Telegram, and not carried out. */
  | {
      readonly how: 'error';
      readonly code: number;
      readonly description: string;
      readonly retryAfter?: number | undefined;
    }
  /** Never answered, and not carried out. */
  | { readonly how: 'hang' }
  /** The download of a file does not begin before this is mended. */
  | { readonly how: 'hold' }
  /** The connection breaks; carried out or not. */
  | { readonly how: 'drop'; readonly carriedOut: boolean }
  /** Something that is not the Bot API answers, as a proxy in trouble does. */
  | {
      readonly how: 'garbage';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>> | undefined;
    }
  /** Half of a file comes, and then the connection breaks, or nothing more. */
  | { readonly how: 'cut' }
  | { readonly how: 'stall' }
  /** A file of which nobody told the length grows to so many bytes. */
  | { readonly how: 'swell'; readonly to: number };

export interface FaultRule {
  readonly fault: Fault;
  /** Only calls of these methods; `file` is the download of a file. */
  readonly methods?: readonly string[] | undefined;
  /** Only calls to this chat. */
  readonly chat?: number | undefined;
  /** How often; for ever when absent. */
  times?: number | undefined;
}

/** What is to go wrong, in the order it was asked for. */
export class Faults {
  private rules: FaultRule[] = [];
  private mending = Promise.withResolvers<void>();

  add(rule: FaultRule): void {
    this.rules.push({ ...rule });
  }

  /** Resolves at the next {@link clear}. */
  get mended(): Promise<void> {
    return this.mending.promise;
  }

  clear(): void {
    this.rules = [];
    this.mending.resolve();
    this.mending = Promise.withResolvers();
  }

  /** The fault for this call, if one is due; counts it. */
  due(method: string, chat: unknown): Fault | undefined {
    if (this.rules.length === 0) return undefined;
    const rule = this.rules.find(
      ({ methods, chat: only }) =>
        (methods === undefined || methods.includes(method)) && (only === undefined || String(only) === String(chat)),
    );
    if (!rule) return undefined;
    if (rule.times !== undefined) {
      rule.times -= 1;
      if (rule.times <= 0) this.rules.splice(this.rules.indexOf(rule), 1);
    }
    return rule.fault;
  }
}
