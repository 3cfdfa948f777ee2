import { html } from 'hono/html';
import type { Html } from '../page.ts';
import { icon } from './icons.ts';
import type { Player } from './personas.ts';
import type { Say } from './words.ts';

/** The chooser of who holds both phones. */
export function peoplePanel(players: readonly Player[], say: Say): Html {
  if (players.length === 0) return html`<p class="people notice">${say('simulator.people_none')}</p>`;
  return html`
    <details class="people" open>
      <summary>
        <span class="people-title">${say('simulator.people')}</span>
        <span class="people-now" id="people-now"></span>
      </summary>
      <fieldset>
        <legend class="sr">${say('simulator.people')}</legend>
        <p class="hint">${say('simulator.people_hint')}</p>
        ${players.map((player, n) => card(player, n, say))}
      </fieldset>
    </details>
  `;
}

const card = (player: Player, n: number, say: Say): Html => html`
  <div class="persona">
    <label>
      <input type="radio" name="persona" value="${n}" data-name="${player.name}" ${n === 0 ? 'checked' : ''} />
      <span class="persona-name">${player.name}</span>
      <span class="persona-office">${player.office}</span>
    </label>
    <dl>
      ${field(say('simulator.nip'), player.nip, player.name, say)}
      <div class="more">
        <dt>${say('simulator.number')}</dt>
        <dd>
          ${player.number ?? ''}
          <small>${say(player.phone ? 'simulator.number_listed' : 'simulator.number_unlisted')}</small>
        </dd>
      </div>
      ${
        player.code
          ? field(say('simulator.code'), player.code, player.name, say, 'more')
          : html`<div class="more"><dt>${say('simulator.code')}</dt><dd><small>${say('simulator.code_none')}</small></dd></div>`
      }
    </dl>
  </div>
`;

const field = (what: string, value: string, name: string, say: Say, look = ''): Html => html`
  <div class="${look}">
    <dt>${what}</dt>
    <dd>
      <span class="value">${value}</span>
      <button type="button" class="copy" data-copy="${value}" title="${say('simulator.copy')}" aria-label="${say('simulator.copy_what', { what, name })}">
        ${icon('copy')}
      </button>
    </dd>
  </div>
`;
