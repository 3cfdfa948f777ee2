/** The page of the simulator: who one plays, two phones, and the moulds from which the island casts messages. */
import { html } from 'hono/html';
import type { Language } from '../../domain/message.ts';
import type { I18n } from '../../i18n.ts';
import { bar, type Html, page } from '../page.ts';
import { peoplePanel } from './page-people.ts';
import { phone } from './page-phone.ts';
import { templates } from './page-templates.ts';
import type { Player } from './personas.ts';
import { type Say, sayIn } from './words.ts';

export interface SimulatorPage {
  readonly language: Language;
  readonly players: readonly Player[];
  readonly i18n: I18n;
}

export function simulatorPage({ language, players, i18n }: SimulatorPage): Html {
  const say = sayIn(i18n, language);
  return page({
    language,
    title: say('simulator.title'),
    styles: ['/simulator/simulator.css', '/simulator/phones.css'],
    script: '/simulator/island.js',
    body: html`
      ${bar(language, say('home.languages'), say('simulator.trial'))}
      <main class="simulator">
        <section class="lead" aria-labelledby="lead-title">
          <h1 id="lead-title">${say('simulator.lead_title')}</h1>
          <p>${say('simulator.lead')}</p>
          <p class="safe">${say('simulator.lead_safe')}</p>
          <noscript><p class="notice">${say('simulator.no_script')}</p></noscript>
        </section>
        ${peoplePanel(players, say)}
        <div class="tabs" role="tablist" aria-label="${say('simulator.phones')}">
          ${tab('buttons', say)}${tab('numbers', say)}
        </div>
        ${phone('buttons', say)}${phone('numbers', say)}
      </main>
      <p class="toast" role="status" id="toast"></p>
      ${templates(say)}
    `,
  });
}

const tab = (style: 'buttons' | 'numbers', say: Say): Html => html`
  <button type="button" role="tab" id="tab-${style}" aria-controls="phone-${style}" aria-selected="${style === 'buttons'}">
    ${say(`simulator.${style}_tab`)} <small>${say(`simulator.${style}_like`)}</small>
  </button>
`;
