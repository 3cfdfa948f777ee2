/** What was done with a report, or is about to be. */
import { html } from 'hono/html';
import { faultAdvice, keptWords, MOST_PIECES } from '../../domain/evidence.ts';
import { type Text, text } from '../../domain/message.ts';
import type { ReceiptCode } from '../../domain/receipt.ts';
import type { Html } from '../page.ts';
import type { Received } from './evidence.ts';
import { backForm, carried, closeLink, framed, type View } from './view.ts';

export const letterReceipt = (view: View, code: ReceiptCode): Html =>
  receipt(view, html`<p>${view.say('mailbox.letter_sent')}</p>`, code);

export const unwatchReceipt = (view: View, code: ReceiptCode): Html =>
  receipt(view, html`<p>${view.say('mailbox.watch_off')}</p>`, code);

/** Without a way back: there is nothing left to do. */
export const withdrawalReceipt = (view: View): Html => receipt(view, html`<p>${view.say('mailbox.withdrawn')}</p>`);

/** Asks the second time: it cannot be undone. */
export const withdrawalQuestion = (view: View, code: ReceiptCode): Html =>
  framed(
    view,
    html`
      <h1>${view.say('mailbox.choice_withdraw')}</h1>
      <p>${view.say('mailbox.withdraw_ask')}</p>
      <div class="actions">
        ${backForm(view, code, 'mailbox.withdraw_no')}
        <form method="post" action="${view.path('withdrawal')}" autocomplete="off">
          ${carried(code)}
          <input type="hidden" name="sure" value="yes" />
          <button class="action quiet">${view.say('mailbox.withdraw_yes')}</button>
        </form>
      </div>
    `,
  );

export function evidenceReceipt(view: View, code: ReceiptCode, received: readonly Received[]): Html {
  const count = received.filter(({ outcome }) => 'note' in outcome).length;
  const told = count > 0 ? [view.say('mailbox.added', { count }), view.say('mailpage.receipt_soon')] : [];
  return receipt(
    view,
    html`
      <p>${told.length > 0 ? told.join(' ') : view.say('mailpage.receipt_none')}</p>
      <ol class="pieces">
        ${received.map(
          ({ file, outcome }, n) => html`
            <li><bdi>${file}</bdi> ${outcomeWords(outcome, n + 1)
              .map((message) => view.tell(message))
              .join(' ')}</li>
          `,
        )}
      </ol>
    `,
    code,
  );
}

const receipt = (view: View, body: Html, code?: ReceiptCode): Html =>
  framed(
    view,
    html`
      <h1>${view.say('mailpage.receipt')}</h1>
      <div role="status">${body}</div>
      <div class="actions">${code === undefined ? '' : backForm(view, code)}${closeLink(view)}</div>
    `,
  );

function outcomeWords(outcome: Received['outcome'], n: number): readonly Text[] {
  if ('over' in outcome) return [text('mailpage.piece_over', { most: MOST_PIECES })];
  if ('fault' in outcome) return [text('filing.piece_failed', { n }), faultAdvice(outcome.fault)];
  return [keptWords(n, outcome.note.piece, outcome.note.original === true)];
}
