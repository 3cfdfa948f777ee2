import type { Context } from 'hono';

/**
 * Whether a form was sent from a page of ours. There is no cookie that a foreign page could use, but neither shall it make its
 * visitors guess codes for it.
 *
 * Browsers say it in `Sec-Fetch-Site`; `none` is a person's own doing, such as loading a page again. Older ones, and any without
 * HTTPS, send `Origin` at most; and from a page that tells nobody where one comes from, as ours, that is `null`.
 *
 * @param publicUrl as the proxy in front is reached
 */
export function isOwnForm(c: Context, publicUrl: string): boolean {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = c.req.header('origin') ?? 'null';
  return origin === 'null' || origin === new URL(publicUrl).origin || origin === `http://${c.req.header('host')}`;
}
