/** What all pages of the mailbox share: their frame, what was wrong, and forms that carry the code. */
import { randomBytes } from 'node:crypto';
import { html } from 'hono/html';
import { type Language, type MessageKey, type Text, text } from '../../domain/message.ts';
import { type ReceiptCode, showReceiptCode } from '../../domain/receipt.ts';
import type { I18n } from '../../i18n.ts';
import { bar, type Html, page } from '../page.ts';

/** Who reads: says a message in their language, and names the pages in it. */
export interface View {
  readonly say: (key: MessageKey, values?: Text['values']) => string;
  readonly tell: (message: Text) => string;
  /** A page of ours, `/status/letter`, in the language of this one. Nothing else ever stands in such an address. */
  readonly path: (name?: 'letter' | 'evidence' | 'unwatch' | 'withdrawal') => string;
  readonly language: Language;
}

export const viewIn = (i18n: I18n, language: Language): View => ({
  language,
  say: (key, values) => i18n.plain(language, text(key, values)),
  tell: (message) => i18n.plain(language, message),
  path: (name) => `/status${name ? `/${name}` : ''}${language === 'id' ? '' : `?bahasa=${language}`}`,
});

/** The title says little: it stands in the history of the browser. */
export const framed = (view: View, body: Html): Html =>
  page({
    language: view.language,
    title: view.say('mailpage.title'),
    styles: ['/assets/mailbox.css'],
    body: html`
      ${bar(view.language, view.say('home.languages'))}
      <main class="mailbox">${body}</main>
    `,
  });

/** What was wrong, read out first. */
export const faultBox = (view: View, fault: Text | undefined): Html =>
  fault ? html`<p class="notice fault" role="alert" id="fault">${view.tell(fault)}</p>` : html``;

/** The code goes from page to page in the forms alone; `once` names what a form sends, so that it counts once. */
export const carried = (code: ReceiptCode, once?: boolean): Html => html`
  <input type="hidden" name="code" value="${showReceiptCode(code)}" />
  ${once ? html`<input type="hidden" name="once" value="${randomBytes(16).toString('base64url')}" />` : ''}
`;

export const backForm = (view: View, code: ReceiptCode, label: MessageKey = 'mailpage.back'): Html => html`
  <form method="post" action="${view.path()}" autocomplete="off">
    ${carried(code)}<button class="action">${view.say(label)}</button>
  </form>
`;

/** To the empty page. */
export const closeLink = (view: View): Html =>
  html`<a class="action quiet" href="${view.path()}">${view.say('mailpage.close')}</a>`;
