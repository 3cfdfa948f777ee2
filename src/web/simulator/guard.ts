import type { Context, MiddlewareHandler } from 'hono';

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

const PROXIED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'] as const;

/**
 * Lets in only what is meant for this machine and comes from our own page. A page elsewhere whose name was made to point
 * here (DNS rebinding) names itself in `Host`; one that posts across origins names itself in `Origin`. Others may link to
 * the simulator, not load parts of it: each stream they opened would take a place and a phone.
 */
export const ownPageOnly: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? '';
  // Behind a proxy everybody would come from this machine.
  if (PROXIED.some((name) => c.req.header(name) !== undefined)) return c.text('misdirected', 421);
  if (!LOOPBACK.has(host.replace(/:\d{1,5}$/, ''))) return c.text('misdirected', 421);
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return linked(c) ? next() : c.text('forbidden', 403);
  return c.req.header('origin') === `http://${host}` ? next() : c.text('forbidden', 403);
};

/** Browsers say where a request comes from; what says nothing is no browser, or an old one. */
function linked(c: Context): boolean {
  const site = c.req.header('sec-fetch-site') ?? 'none';
  return site === 'none' || site === 'same-origin' || c.req.header('sec-fetch-mode') === 'navigate';
}
