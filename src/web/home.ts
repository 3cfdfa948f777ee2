import { Hono } from 'hono';
import { html } from 'hono/html';
import { OFFICIAL_IKRAR } from '../domain/document.ts';
import { type MessageKey, text } from '../domain/message.ts';
import type { I18n } from '../i18n.ts';
import { bar, type Html, languageOf, page, pageHeaders } from './page.ts';

interface Links {
  readonly telegram?: string;
  readonly whatsapp?: string;
}

export interface HomeOptions {
  readonly i18n: I18n;
  /** `https://t.me/…` and `https://wa.me/…` of the service, where it has them. Asked at each view. */
  readonly links: () => Promise<Links>;
  /** The simulator runs here too. */
  readonly simulator: boolean;
}

const STEPS = [1, 2, 3] as const;
/** The point that is shown as an example: it names no election. */
const SHOWN = { n: 4, of: 4, point: OFFICIAL_IKRAR.points[3] ?? '' };

/** `GET /`: what the service is, and where to talk to it. */
export function homeRoutes({ i18n, links, simulator }: HomeOptions): Hono {
  return new Hono().get('/', pageHeaders, async (c) => {
    const language = languageOf(c.req.query('bahasa'));
    const say = (key: MessageKey): string => i18n.plain(language, text(key));
    const body = html`
      ${bar(language, say('home.languages'))}
      <main class="home">
        <section class="hero">
          <div>
            <h1>${say('home.headline')}</h1>
            <p class="hero-lead">${say('home.lead')}</p>
            ${actions(await links(), simulator, say)}
            <p class="promise">${say('home.promise')}</p>
          </div>
          ${excerpt(i18n.plain(language, text('pledge.point', SHOWN)), say)}
        </section>
        <section aria-labelledby="how">
          <h2 id="how">${say('home.how')}</h2>
          <ol class="steps">
            ${STEPS.map((n) => html`<li><h3>${say(`home.step_${n}_title`)}</h3><p>${say(`home.step_${n}`)}</p></li>`)}
          </ol>
        </section>
        <section class="pair">
          <div><h2>${say('home.check_title')}</h2><p>${say('home.check')}</p></div>
          <div><h2>${say('home.care_title')}</h2><p>${say('home.care')}</p></div>
          <div>
            <h2>${say('home.report_title')}</h2>
            <p>${say('home.report')}</p>
            <p><a href="${language === 'id' ? '/status' : `/status?bahasa=${language}`}">${say('home.report_open')}</a></p>
          </div>
        </section>
      </main>
    `;
    return c.html(page({ language, title: say('home.title'), styles: ['/assets/home.css'], body }));
  });
}

type Say = (key: MessageKey) => string;

function actions({ telegram, whatsapp }: Links, simulator: boolean, say: Say): Html {
  return html`
    ${simulator ? html`<p class="notice">${say('home.trial')}</p>` : ''}
    <p class="actions">
      ${telegram ? html`<a class="action" href="${telegram}">${say('home.open_telegram')}</a>` : ''}
      ${whatsapp ? html`<a class="action" href="${whatsapp}">${say('home.open_whatsapp')}</a>` : ''}
      ${
        simulator
          ? html`<a class="${telegram || whatsapp ? 'action quiet' : 'action'}" href="/simulator">${say('home.open_simulator')}</a>`
          : ''
      }
      ${telegram || whatsapp || simulator ? '' : say('home.no_chat')}
    </p>
  `;
}

/** A moment of the conversation, to look at. */
function excerpt(point: string, say: Say): Html {
  const [title = '', ...words] = point.split('\n');
  return html`
    <figure class="excerpt">
      <div class="excerpt-point"><strong>${title}</strong><br />${words.join(' ')}</div>
      <ul>
        <li>${say('pledge.point_agree')}</li>
        <li>${say('pledge.point_explain')}</li>
        <li>${say('pledge.point_decline')}</li>
      </ul>
      <figcaption>${say('home.excerpt')}</figcaption>
    </figure>
  `;
}
