/** What every public page shares: its frame, its stylesheet, and the headers that let nothing else in. */
import { html } from 'hono/html';
import { secureHeaders } from 'hono/secure-headers';
import type { HtmlEscapedString } from 'hono/utils/html';
import type { Language } from '../domain/message.ts';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly body: Html;
  /** Paths of stylesheets beside the shared one. */
  readonly styles?: readonly string[];
  /** Path of a module that makes the page live. */
  readonly script?: string;
}

export const STYLESHEET = '/assets/ikrar.css';

export const page = ({ language, title, body, styles = [], script }: Page): Html => html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title}</title>
    <link rel="icon" href="/assets/mark.svg" type="image/svg+xml" />
    ${[STYLESHEET, ...styles].map((path) => html`<link rel="stylesheet" href="${path}" />`)}
    ${script ? html`<script type="module" src="${script}"></script>` : ''}
  </head>
  <body>
    ${body}
  </body>
</html>`;

/** The line at the top of a public page: the way home, the page in another language, and a word about where one is. */
export const bar = (language: Language, languages: string, about?: string): Html => html`
  <header class="bar">
    <a class="brand" href="/"><img src="/assets/mark.svg" alt="" width="28" height="28" /><span>ikrar</span></a>
    ${about ? html`<span class="chip">${about}</span>` : ''}
    <nav aria-label="${languages}">
      <a href="?bahasa=id" lang="id" hreflang="id" ${language === 'id' ? html`aria-current="true"` : ''}>Indonesia</a>
      <a href="?bahasa=en" lang="en" hreflang="en" ${language === 'en' ? html`aria-current="true"` : ''}>English</a>
    </nav>
  </header>
`;

const pageHeadersWith = ({ scripts, forms }: { readonly scripts: boolean; readonly forms: boolean }) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: [scripts ? "'self'" : "'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      connectSrc: [scripts ? "'self'" : "'none'"],
      formAction: [forms ? "'self'" : "'none'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      requireTrustedTypesFor: ["'script'"],
      trustedTypes: ["'none'"],
    },
    permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
  });

/** Nothing inline, nothing from elsewhere, in nobody's frame; no page may turn text into HTML. */
export const pageHeaders = pageHeadersWith({ scripts: true, forms: false });

/** The same for pages with forms, which have no scripts: their forms go to us only. */
export const formHeaders = pageHeadersWith({ scripts: false, forms: true });

/** The language a page was asked for by `?bahasa=`; Indonesian unless it is another one of ours. */
export const languageOf = (asked: string | undefined): Language => (asked === 'en' ? 'en' : 'id');
