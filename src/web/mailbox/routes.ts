/**
 * The reporter's mailbox for whoever has the code and no chat. It works without scripts and sets no cookie. The code comes in
 * the body of a POST and goes back into hidden fields of a page that nobody keeps: it is in no address, title, header or log.
 */
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Letterbox } from '../../conversation/letterbox.ts';
import { type Text, text } from '../../domain/message.ts';
import { showsReceiptCode } from '../../domain/receipt.ts';
import { LONGEST_LETTER } from '../../domain/report-body.ts';
import type { I18n } from '../../i18n.ts';
import type { Logger } from '../../log.ts';
import { formHeaders, languageOf } from '../page.ts';
import { asset } from '../style.ts';
import { Door, type DoorOptions, type MailboxEnv } from './door.ts';
import { evidenceRoute } from './evidence-route.ts';
import { type Form, LARGEST_FORM, readForm } from './form.ts';
import { isOwnForm } from './guard.ts';
import { boxPage, type OpenBox } from './page-box.ts';
import { codePage } from './page-code.ts';
import { letterReceipt, unwatchReceipt, withdrawalQuestion, withdrawalReceipt } from './page-receipt.ts';
import { Sendings } from './sendings.ts';
import { viewIn } from './view.ts';

export interface MailboxOptions extends Omit<DoorOptions, 'letterbox' | 'now'> {
  readonly letterbox: Letterbox;
  /** How the public reaches the service. */
  readonly publicUrl: string;
  readonly i18n: I18n;
  readonly log: Pick<Logger, 'error'>;
  readonly now?: () => number;
}

type C = Context<MailboxEnv>;

const letterTooLong = text('filing.too_long', { most: LONGEST_LETTER });

/**
 * `GET /status`, the empty page; `POST /status` opens a mailbox, and `POST /status/letter`, `/status/evidence`,
 * `/status/unwatch` and `/status/withdrawal` do something with it. 400 for what is no code, 404 for one that opens nothing, 429 after many of those.
 */
export function mailboxRoutes(options: MailboxOptions): Hono<MailboxEnv> {
  const { letterbox, i18n, log, now = Date.now, publicUrl, proxies, zone } = options;
  const door = new Door({ letterbox, zone, proxies, now });
  const sendings = new Sendings(letterbox, now);

  /** A form that says what to do with an open mailbox. */
  const inBox = (act: (c: C, open: OpenBox, form: Form) => Response | Promise<Response>) => async (c: C) => {
    const form = readForm(await c.req.text());
    const opened = await door.open(c, form.code);
    return opened instanceof Response ? opened : act(c, opened, form);
  };

  const app = new Hono<MailboxEnv>();
  app.get('/assets/mailbox.css', asset(new URL('mailbox.css', import.meta.url), 'text/css; charset=utf-8'));

  app.use('/status/*', formHeaders, async (c, next) => {
    c.set('view', viewIn(i18n, languageOf(c.req.query('bahasa'))));
    c.header('cache-control', 'no-store');
    const foreign = c.req.method === 'POST' && !isOwnForm(c, publicUrl);
    return foreign ? c.html(codePage(c.get('view'), text('mailpage.fault_foreign')), 403) : next();
  });

  app.get('/status', (c) => {
    // Somebody may have made a link of a code: it shall not stay in the address.
    const asked = Object.keys(c.req.query()).filter((name) => name !== 'bahasa');
    return asked.length > 0 ? c.redirect(c.get('view').path(), 303) : c.html(codePage(c.get('view')));
  });
  // The address of a form, loaded again without it.
  app.get('/status/*', (c) => c.redirect(c.get('view').path(), 303));

  // Before the limit of the forms that bring no files.
  app.post('/status/evidence', evidenceRoute(door, sendings, zone));

  app.use(
    '/status/*',
    bodyLimit({ maxSize: LARGEST_FORM, onError: (c: C) => c.html(codePage(c.get('view'), letterTooLong), 413) }),
  );

  app.post(
    '/status',
    inBox((c, open) => c.html(boxPage(c.get('view'), open))),
  );

  app.post(
    '/status/letter',
    inBox(async (c, open, { letter, once }) => {
      const until = sendings.spentUntil(open.box);
      const again = (fault: Text, status: 400 | 413 | 429): Response | Promise<Response> =>
        c.html(boxPage(c.get('view'), { ...open, fault, draft: letter }), status);
      if (open.box.status === 'dicabut') return c.html(boxPage(c.get('view'), open));
      if (letter === '') return again(text('filing.words_please'), 400);
      if (letter.length > LONGEST_LETTER) return again(letterTooLong, 413);
      // Whoever has a code is its reporter.
      if (showsReceiptCode(letter)) return again(text('filing.code_shown'), 400);
      if (until !== undefined) return again(text('mailpage.fault_enough', { until: { moment: until, zone } }), 429);
      await sendings.letter(open.box, letter, once);
      return c.html(letterReceipt(c.get('view'), open.code));
    }),
  );

  app.post(
    '/status/unwatch',
    inBox(async (c, open) => {
      await letterbox.unwatch(open.box);
      return c.html(unwatchReceipt(c.get('view'), open.code));
    }),
  );

  app.post(
    '/status/withdrawal',
    inBox(async (c, open, { sure }) => {
      if (open.box.status === 'dicabut') return c.html(boxPage(c.get('view'), open));
      if (!sure) return c.html(withdrawalQuestion(c.get('view'), open.code));
      await sendings.withdraw(open.box);
      return c.html(withdrawalReceipt(c.get('view')));
    }),
  );

  app.onError((error, c) => {
    log.error({ err: error }, 'a page of the mailbox failed');
    return c.html(codePage(c.get('view'), text('mailpage.fault_failed')), 500);
  });
  return app;
}
