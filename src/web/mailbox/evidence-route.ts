import type { Context } from 'hono';
import { LARGEST_TOTAL, MEGABYTE } from '../../domain/evidence.ts';
import { type Text, text } from '../../domain/message.ts';
import type { Door, MailboxEnv } from './door.ts';
import { readFields } from './evidence.ts';
import { onceOf } from './form.ts';
import { Multipart, MultipartError, type MultipartFault } from './multipart.ts';
import { boxPage, type OpenBox } from './page-box.ts';
import { codePage } from './page-code.ts';
import { evidenceReceipt } from './page-receipt.ts';
import type { Sendings } from './sendings.ts';
import { ReplacedError } from './uploads.ts';

/** With what stands between the files. */
const LARGEST_FORM = LARGEST_TOTAL + 64 * 1024;
/** A phone on the move may be without a network for a while. */
const PATIENCE_MS = 60_000;

const STATUS = { malformed: 400, cut_off: 400, too_slow: 408, too_large: 413 } as const satisfies Record<
  MultipartFault,
  number
>;

/** `POST /status/evidence`, multipart: the code first, then the files. 503 while many send, 422 when no file could be kept. */
export const evidenceRoute =
  (door: Door, sendings: Sendings, zone: string) =>
  async (c: Context<MailboxEnv>): Promise<Response> => {
    const view = c.get('view');
    let open: OpenBox | undefined;
    const again = (fault: Text, status: 400 | 408 | 409 | 413 | 429 | 503): Response | Promise<Response> =>
      c.html(open ? boxPage(view, { ...open, fault }) : codePage(view, fault), status);
    try {
      // What is told to be too large is not even begun.
      if (Number(c.req.header('content-length') ?? 0) > LARGEST_FORM) throw new MultipartError('too_large');
      const form = new Multipart(c.req.raw, { most: LARGEST_FORM, patienceMs: PATIENCE_MS });
      const { fields, first } = await readFields(form);
      const opened = await door.open(c, fields.get('code') ?? '');
      if (opened instanceof Response) return opened;
      open = opened;
      const { box, code } = opened;
      const until = sendings.spentUntil(box);
      if (box.status === 'dicabut') return c.html(boxPage(view, opened));
      if (!first) return again(text('mailpage.files_none'), 400);
      if (until !== undefined) return again(text('mailpage.fault_enough', { until: { moment: until, zone } }), 429);
      const original = fields.get('original') === 'yes';
      const once = onceOf(fields.get('once'));
      const received = await sendings.files(box, { form, first, original, once, gone: c.req.raw.signal });
      if (!received) return again(text('mailpage.fault_busy'), 503);
      const some = received.some(({ outcome }) => 'note' in outcome);
      return c.html(evidenceReceipt(view, code, received), some ? 200 : 422);
    } catch (error) {
      if (error instanceof ReplacedError || c.req.raw.signal.aborted) return again(text('mailpage.fault_broken'), 409);
      if (!(error instanceof MultipartError)) throw error;
      const fault =
        error.fault === 'too_large'
          ? text('mailpage.fault_large', { total: LARGEST_TOTAL / MEGABYTE })
          : text('mailpage.fault_broken');
      return again(fault, STATUS[error.fault]);
    }
  };
