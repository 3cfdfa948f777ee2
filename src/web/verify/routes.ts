import { Hono } from 'hono';
import { PLEDGE_ID } from '../../domain/certificate.ts';
import type { PledgeStatus } from '../../domain/pledge.ts';
import type { LiveStatus } from '../../domain/verdict.ts';
import type { I18n } from '../../i18n.ts';
import type { PublicKeys } from '../../secrecy/signing-keys.ts';
import { languageOf, pageHeaders } from '../page.ts';
import { asset } from '../style.ts';
import { verifyPage } from './page.ts';

export interface VerifyOptions {
  readonly publicKeys: PublicKeys;
  /** The status of a pledge by its public id, and nothing else of it. */
  readonly statusOf: (id: string) => Promise<PledgeStatus | undefined>;
  readonly i18n: I18n;
}

/**
 * `GET /v/<id>`, the page behind a certificate's QR; `GET /v/<id>/status`, `{"status":"valid"}`, for whoever has the 128
 * random bits of an id, and 404 for everybody else; and our public keys. What was signed never reaches the server.
 */
export function verifyRoutes({ publicKeys, statusOf, i18n }: VerifyOptions): Hono {
  const live = async (id: string): Promise<LiveStatus> =>
    // A database that is away must not hide what the browser can check by itself.
    PLEDGE_ID.test(id)
      ? statusOf(id).then(
          (status) => status ?? 'unknown',
          () => 'unreachable',
        )
      : 'unknown';

  return new Hono()
    .use('/v/*', pageHeaders)
    .get('/v/:id', async (c) => {
      const id = c.req.param('id');
      const status = await live(id);
      c.header('cache-control', 'no-store');
      const language = languageOf(c.req.query('bahasa'));
      // Unknown or not, it is a page: the browser may still find that the signature holds.
      return c.html(verifyPage({ language, i18n, id, keys: publicKeys.keys, status }));
    })
    .get('/v/:id/status', async (c) => {
      const status = await live(c.req.param('id'));
      c.header('cache-control', 'no-store');
      return c.json({ status }, status === 'unknown' ? 404 : status === 'unreachable' ? 503 : 200);
    })
    .get('/.well-known/ikrar-keys.json', (c) => {
      c.header('cache-control', 'public, max-age=3600');
      c.header('x-content-type-options', 'nosniff');
      // Anybody's page may read public keys.
      c.header('access-control-allow-origin', '*');
      return c.json(publicKeys);
    })
    .get(
      '/verify/island.js',
      asset(new URL('../../../dist/islands/verify/island.js', import.meta.url), 'text/javascript; charset=utf-8'),
    )
    .get('/verify/verify.css', asset(new URL('verify.css', import.meta.url), 'text/css; charset=utf-8'));
}
