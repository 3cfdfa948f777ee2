/**
 * WhatsApp's answers to what was sent. Baileys' `sendMessage` resolves when the bytes are on their way; only the server's
 * `ack` says whether it took the message: `<ack class="message" id="3EB0…" from="…" error="463"/>`, without `error` when it did.
 */
export class Acks {
  private readonly waiting = new Map<string, (code: number | undefined) => void>();

  /** @returns the code of an error, `undefined` when the message was taken; rejects when no answer came in time */
  async of(id: string, longestMs: number): Promise<number | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    this.waiting.set(id, resolve);
    const late = setTimeout(() => reject(new NoAnswerError()), longestMs);
    try {
      return await promise;
    } finally {
      clearTimeout(late);
      this.waiting.delete(id);
    }
  }

  /** Takes an `ack` in. */
  take({ id, error }: Readonly<Record<string, string>>): void {
    if (id !== undefined) this.waiting.get(id)?.(error === undefined ? undefined : Number(error));
  }
}

/** The server did not say in time whether it took a message. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}
