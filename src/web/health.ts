import { Hono } from 'hono';

export interface HealthChecks {
  /** Rejects when the database does not answer. */
  readonly database: () => Promise<unknown>;
  /** What is wrong with each channel; empty when all is well. */
  readonly channels: () => readonly { readonly name: string; readonly trouble: string }[];
}

/** `GET /healthz`: the process is alive. `GET /readyz`: it can do its work, or 503 and what cannot. */
export function healthRoutes({ database, channels }: HealthChecks): Hono {
  return new Hono()
    .get('/healthz', (c) => c.json({ alive: true }))
    .get('/readyz', async (c) => {
      const trouble = channels();
      const databaseAnswers = await database().then(
        () => true,
        () => false,
      );
      const ready = databaseAnswers && trouble.length === 0;
      return c.json({ ready, database: databaseAnswers, channels: trouble }, ready ? 200 : 503);
    });
}
