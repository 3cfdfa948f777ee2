/** The code of an error; `gone` when nobody is there any more; `undefined` when the message was taken. */
export type Answer = number | 'gone' | undefined;

/** Answers that are looked for after their time. */
const MOST_OVERDUE = 1000;

/**
 * WhatsApp's answers to what was sent. Baileys' `sendMessage` resolves when the bytes are on their way; only the server's
 * `ack` says whether it took the message: `<ack class="message" id="3EB0…" from="…" error="463"/>`, without `error` when it did.
 * With `refresh_lid="true"` nobody is at that LID any more (https://github.com/WhiskeySockets/Baileys/pull/2661).
 */
export class Acks {
  private readonly waiting = new Map<string, PromiseWithResolvers<Answer>>();
  /** What had no answer in time, and those that came after it. */
  private readonly overdue = new Map<string, { readonly answer: Answer } | undefined>();
  private readonly late: (code: number) => void;

  /** @param late told of refusals that nobody waits for any more */
  constructor(late: (code: number) => void) {
    this.late = late;
  }

  /** Rejects when no answer came in time. */
  async of(id: string, longestMs: number): Promise<Answer> {
    const answer = Promise.withResolvers<Answer>();
    this.waiting.set(id, answer);
    const late = setTimeout(() => {
      this.keepLooking(id);
      answer.reject(new NoAnswerError());
    }, longestMs);
    try {
      return await answer.promise;
    } finally {
      clearTimeout(late);
      this.waiting.delete(id);
    }
  }

  /** What came after all, for whoever is about to send the same again. Told once. */
  afterAll(id: string): { readonly answer: Answer } | undefined {
    const came = this.overdue.get(id);
    this.overdue.delete(id);
    return came;
  }

  /** Takes an `ack` in. */
  take({ id, error, refresh_lid: refresh }: Readonly<Record<string, string>>): void {
    const code = error === undefined ? undefined : Number(error);
    const answer = refresh === 'true' ? 'gone' : code;
    const waiting = id === undefined ? undefined : this.waiting.get(id);
    if (waiting) {
      waiting.resolve(answer);
      return;
    }
    if (id !== undefined && this.overdue.has(id)) this.overdue.set(id, { answer });
    if (code !== undefined) this.late(code);
  }

  /** The connection has ended: nothing that waits is answered any more. */
  drop(): void {
    for (const { reject } of this.waiting.values()) reject(new NoAnswerError());
  }

  private keepLooking(id: string): void {
    this.overdue.set(id, undefined);
    const [oldest] = this.overdue.keys();
    if (this.overdue.size > MOST_OVERDUE && oldest !== undefined) this.overdue.delete(oldest);
  }
}

/** The server did not say in time whether it took a message. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}
