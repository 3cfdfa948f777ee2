import { Hono } from 'hono';

export interface HealthChecks {
  /** Rejects when the database does not answer. */
  readonly database: () => Promise<unknown>;
  /** What is wrong with each channel; empty when all is well. */
  readonly channels: () => readonly { readonly name: string; readonly trouble: string }[];
  /** What is done by the calendar and fails; rejects when the database does not answer. */
  readonly jobs: () => Promise<readonly string[]>;
}

/** `GET /healthz`: the process is alive. `GET /readyz`: it can do its work, or 503 and what cannot. */
export function healthRoutes({ database, channels, jobs }: HealthChecks): Hono {
  return new Hono()
    .get('/healthz', (c) => c.json({ alive: true }))
    .get('/readyz', async (c) => {
      const trouble = channels();
      const failing = await database()
        .then(jobs)
        .catch(() => undefined);
      const ready = trouble.length === 0 && failing?.length === 0;
      const answer = { ready, database: failing !== undefined, channels: trouble, jobs: failing ?? [] };
      return c.json(answer, ready ? 200 : 503);
    });
}
