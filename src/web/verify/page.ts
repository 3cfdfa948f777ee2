/**
 * The page that a certificate's QR opens. Every state and every label stands in it already, in the reader's language; the
 * island shows the one that holds and fills in what was signed. It never has HTML made of text.
 */
import { html } from 'hono/html';
import { type Language, type MessageKey, text } from '../../domain/message.ts';
import { GENUINE, type LiveStatus, NOT_SHOWN, type Verdict } from '../../domain/verdict.ts';
import type { I18n } from '../../i18n.ts';
import type { PublicKeys } from '../../secrecy/signing-keys.ts';
import { bar, type Html, page } from '../page.ts';
import { type Mark, mark } from './marks.ts';

export interface VerifyPage {
  readonly language: Language;
  readonly i18n: I18n;
  readonly id: string;
  readonly keys: PublicKeys['keys'];
  /** For browsers without JavaScript; asked again by the others. */
  readonly status: LiveStatus;
}

type Say = (key: MessageKey) => string;

const MARKS: Readonly<Record<Verdict, Mark>> = {
  valid: 'good',
  since: 'good',
  pending: 'open',
  unreachable: 'open',
  absent: 'open',
  unsupported: 'open',
  version: 'open',
  withdrawn: 'bad',
  unknown: 'bad',
  wrong: 'bad',
  unknown_key: 'bad',
  malformed: 'bad',
};
const STATUSES = ['valid', 'pending', 'withdrawn', 'unknown', 'unreachable'] as const;
const FIELDS = ['name', 'nip', 'office', 'election', 'event', 'at', 'proof', 'issued', 'id'] as const;
const PROOFS = ['contact', 'sender', 'code', 'none', 'office'] as const;

export function verifyPage({ language, i18n, id, keys, status }: VerifyPage): Html {
  const say: Say = (key) => i18n.plain(language, text(key));
  const body = html`
    ${bar(language, say('home.languages'))}
    <main class="verify" data-id="${id}" data-keys="${JSON.stringify(keys)}" data-language="${language}">
      <header class="verify-head"><h1>${say('verify.title')}</h1><p>${say('verify.lead')}</p></header>
      <div class="verdicts" role="status" data-live>
        <p class="checking" data-checking hidden>${say('verify.checking')}</p>
        ${[...GENUINE, ...NOT_SHOWN].map((verdict) => verdictCard(verdict, say))}
      </div>
      <noscript>${verdictBox('open', say('verify.noscript_title'), say('verify.noscript'))}</noscript>
      <p class="now"><span>${say('verify.status_label')}</span> ${statusWords(status, say)}</p>
      ${signed(say)} ${how(say)}
    </main>
  `;
  return page({
    language,
    title: say('verify.title'),
    styles: ['/verify/verify.css'],
    script: '/verify/island.js',
    body,
  });
}

/** A browser too old for the island never hides the card that says so, which appears after a while by itself. */
const verdictCard = (verdict: Verdict, say: Say): Html => html`
  <div data-verdict="${verdict}" ${verdict === 'unsupported' ? html`class="late"` : 'hidden'}>
    ${verdictBox(MARKS[verdict], say(`verify.${verdict}_title`), say(`verify.${verdict}`))}
  </div>
`;

const verdictBox = (kind: Mark, title: string, words: string): Html => html`
  <div class="verdict ${kind}">${mark(kind)}<div><h2>${title}</h2><p>${words}</p></div></div>
`;

const statusWords = (now: LiveStatus, say: Say): Html => html`
  ${STATUSES.map(
    (one) => html`<strong data-status="${one}" ${one === now ? '' : 'hidden'}>${say(`verify.status_${one}`)}</strong>`,
  )}
`;

/** What was signed: labels with empty places, and the words that may stand in them. */
const signed = (say: Say): Html => html`
  <section class="signed" aria-labelledby="signed" data-signed hidden>
    <h2 id="signed">${say('verify.signed')}</h2>
    <p>${say('verify.compare')}</p>
    <dl>
      ${FIELDS.map(
        (field) =>
          html`<div data-row="${field}"><dt>${say(`verify.field_${field}`)}</dt><dd data-field="${field}"></dd></div>`,
      )}
      <div><dt>${say('verify.field_documents')}</dt><dd><ul data-documents></ul></dd></div>
    </dl>
    <div hidden>
      ${PROOFS.map((proof) => html`<span data-word="proof-${proof}">${say(`certificate.proof_${proof}`)}</span>`)}
      <span data-word="issued-valid">${say('verify.status_valid')}</span>
      <span data-word="issued-pending">${say('verify.status_pending')}</span>
      <span data-word="document-ikrar">${say('certificate.document_ikrar')}</span>
      <span data-word="document-pakta">${say('certificate.document_pakta')}</span>
      <span data-word="version">${say('verify.document_version')}</span>
    </div>
  </section>
`;

const how = (say: Say): Html => html`
  <details class="how">
    <summary>${say('verify.how')}</summary>
    <p>${say('verify.how_signature')}</p>
    <p>${say('verify.how_status')}</p>
    <p>${say('verify.how_offline')} <a href="/.well-known/ikrar-keys.json">${say('verify.how_keys')}</a></p>
    <p>${say('verify.how_note')}</p>
  </details>
`;
