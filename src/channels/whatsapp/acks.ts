/**
 * WhatsApp's answers to what was sent. Baileys' `sendMessage` resolves when the bytes are on their way; only the server's
 * `ack` says whether it took the message: `<ack class="message" id="3EB0…" from="…" error="463"/>`, without `error` when it did.
 */
export class Acks {
  private readonly waiting = new Map<string, PromiseWithResolvers<number | undefined>>();
  private readonly late: (code: number) => void;

  /** @param late told of refusals that nobody waits for any more */
  constructor(late: (code: number) => void) {
    this.late = late;
  }

  /** @returns the code of an error, `undefined` when the message was taken; rejects when no answer came in time */
  async of(id: string, longestMs: number): Promise<number | undefined> {
    const answer = Promise.withResolvers<number | undefined>();
    this.waiting.set(id, answer);
    const late = setTimeout(() => answer.reject(new NoAnswerError()), longestMs);
    try {
      return await answer.promise;
    } finally {
      clearTimeout(late);
      this.waiting.delete(id);
    }
  }

  /** Takes an `ack` in. */
  take({ id, error }: Readonly<Record<string, string>>): void {
    const code = error === undefined ? undefined : Number(error);
    const waiting = id === undefined ? undefined : this.waiting.get(id);
    if (waiting) waiting.resolve(code);
    else if (code !== undefined) this.late(code);
  }

  /** The connection has ended: nothing that waits is answered any more. */
  drop(): void {
    for (const { reject } of this.waiting.values()) reject(new NoAnswerError());
  }
}

/** The server did not say in time whether it took a message. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}
