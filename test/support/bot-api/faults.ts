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
  /** The connection breaks; carried out or not. */
  | { readonly how: 'drop'; readonly carriedOut: boolean }
  /** Something that is not the Bot API answers, as a proxy in trouble does. */
  | { readonly how: 'garbage'; readonly status: number; readonly body: string };

export interface FaultRule {
  readonly fault: Fault;
  /** Only calls of these methods. */
  readonly methods?: readonly string[] | undefined;
  /** Only calls to this chat. */
  readonly chat?: number | undefined;
  /** How often; for ever when absent. */
  times?: number | undefined;
}

/** What is to go wrong, in the order it was asked for. */
export class Faults {
  private rules: FaultRule[] = [];

  add(rule: FaultRule): void {
    this.rules.push({ ...rule });
  }

  clear(): void {
    this.rules = [];
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
