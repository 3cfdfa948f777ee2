import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Handler, Hono } from 'hono';
import { STYLESHEET } from './page.ts';

/**
 * Serves a file as it is at the start of the process; the browser asks each time whether it changed.
 *
 * @throws when there is no such file
 */
export function asset(file: URL, type: string): Handler {
  const bytes = new Uint8Array(readFileSync(file));
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 16)}"`;
  const headers = { etag, 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };
  return (c) =>
    c.req.header('if-none-match') === etag ? c.body(null, 304, headers) : c.body(bytes.slice().buffer, 200, headers);
}

/** The stylesheet and the mark that all pages share. */
export const styleRoutes = (): Hono =>
  new Hono()
    .get(STYLESHEET, asset(new URL('style.css', import.meta.url), 'text/css; charset=utf-8'))
    .get('/assets/home.css', asset(new URL('home.css', import.meta.url), 'text/css; charset=utf-8'))
    .get('/assets/mark.svg', asset(new URL('style-mark.svg', import.meta.url), 'image/svg+xml'));
