import { html } from 'hono/html';
import type { IsoDay } from '../../domain/election.ts';
import { LARGEST_PIECE, LARGEST_TOTAL, MEGABYTE, MOST_PIECES } from '../../domain/evidence.ts';
import type { Text } from '../../domain/message.ts';
import type { ReceiptCode } from '../../domain/receipt.ts';
import { LONGEST_LETTER } from '../../domain/report-body.ts';
import { daysWords, statusWords } from '../../domain/standing.ts';
import type { Mailbox } from '../../engine/desk.ts';
import type { Html } from '../page.ts';
import { carried, closeLink, faultBox, framed, type View } from './view.ts';

/** What is seen and done with a right code. */
export interface OpenBox {
  readonly box: Mailbox;
  readonly code: ReceiptCode;
  readonly today: IsoDay;
  readonly fault?: Text | undefined;
  /** A letter that was not sent and need not be written again. */
  readonly draft?: string;
}

export const boxPage = (view: View, open: OpenBox): Html =>
  framed(
    view,
    html`
      ${faultBox(view, open.fault)} ${standing(view, open)} ${letters(view, open.box)}
      ${open.box.status === 'dicabut' ? '' : html`${letterForm(view, open)}${evidenceForm(view, open)}${withdrawForm(view, open)}`}
      <p>${closeLink(view)}</p>
    `,
  );

function standing(view: View, { box, code, today }: OpenBox): Html {
  const [status, about] = statusWords(box);
  return html`
    <section class="sheet standing">
      <h1>${view.tell(status)}</h1>
      <p>${view.tell(about)}</p>
      ${daysWords(box, today).map((words) => html`<p>${view.tell(words)}</p>`)}
      ${box.watched ? unwatchForm(view, code) : ''}
    </section>
  `;
}

/** Here nobody can be told, since there is no chat; but whoever has the code can end it. */
const unwatchForm = (view: View, code: ReceiptCode): Html => html`
  <p>${view.say('mailbox.watched')}</p>
  <form method="post" action="${view.path('unwatch')}" autocomplete="off">
    ${carried(code)}<button class="action quiet">${view.say('mailbox.choice_unwatch')}</button>
  </form>
`;

const letters = (view: View, { letters: written, earlier, status }: Mailbox): Html =>
  written.length === 0 && status === 'dicabut'
    ? html``
    : html`
        <section aria-labelledby="letters">
          <h2 id="letters">${view.say('mailpage.letters')}</h2>
          ${written.length === 0 ? html`<p>${view.say('mailbox.no_letters')}</p>` : ''}
          ${earlier > 0 ? html`<p>${view.say('mailpage.earlier', { count: earlier })}</p>` : ''}
          ${written.map(
            ({ on, text }) => html`
              <article class="sheet">
                <h3>${view.say('mailpage.letter_from', { on: { day: on } })}</h3>
                <p class="letter">${text}</p>
              </article>
            `,
          )}
        </section>
      `;

const letterForm = (view: View, { code, draft = '' }: OpenBox): Html => html`
  <form class="sheet" method="post" action="${view.path('letter')}" autocomplete="off" aria-labelledby="write">
    <h2 id="write">${view.say('mailbox.choice_write')}</h2>
    <label for="letter">${view.say('mailpage.letter_label')}</label>
    <p class="hint" id="letter-hint">${view.say('mailbox.letter_ask')}</p>
    ${carried(code, true)}
    <textarea
      id="letter"
      name="letter"
      rows="6"
      required
      maxlength="${LONGEST_LETTER}"
      autocomplete="off"
      spellcheck="false"
      aria-describedby="letter-hint"
    >
${draft}</textarea
    >
    <button class="action">${view.say('mailpage.letter_send')}</button>
  </form>
`;

/** The hidden fields and the tick stand before the files, since what comes first is known first. */
const evidenceForm = (view: View, { code }: OpenBox): Html => {
  const [title = '', ...warning] = view.say('filing.evidence_warning').split('\n');
  const most = { most: MOST_PIECES, piece: LARGEST_PIECE / MEGABYTE, total: LARGEST_TOTAL / MEGABYTE };
  return html`
    <form
      class="sheet"
      method="post"
      action="${view.path('evidence')}"
      enctype="multipart/form-data"
      autocomplete="off"
      aria-labelledby="add"
    >
      <h2 id="add">${view.say('mailbox.choice_add')}</h2>
      <p class="warning"><strong>${title}</strong><br />${warning.join(' ')}</p>
      ${carried(code, true)}
      <p class="tick">
        <input type="checkbox" id="original" name="original" value="yes" aria-describedby="original-hint" />
        <label for="original">${view.say('mailpage.files_original')}</label>
      </p>
      <p class="hint" id="original-hint">${view.say('mailpage.files_original_hint')}</p>
      <label for="files">${view.say('mailpage.files_label')}</label>
      <p class="hint" id="files-hint">${view.say('mailpage.files_hint', most)}</p>
      <input type="file" id="files" name="files" multiple required aria-describedby="files-hint files-wait" />
      <p class="hint" id="files-wait">${view.say('mailpage.files_wait')}</p>
      <button class="action">${view.say('mailbox.add_done')}</button>
    </form>
  `;
};

const withdrawForm = (view: View, { code }: OpenBox): Html => html`
  <form class="sheet" method="post" action="${view.path('withdrawal')}" autocomplete="off" aria-labelledby="withdraw">
    <h2 id="withdraw">${view.say('mailbox.choice_withdraw')}</h2>
    <p class="hint">${view.say('mailpage.withdraw_hint')}</p>
    ${carried(code)}<button class="action quiet">${view.say('mailbox.choice_withdraw')}</button>
  </form>
`;
