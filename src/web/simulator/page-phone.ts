import { html } from 'hono/html';
import type { Style } from '../../channels/simulator/simulator.ts';
import type { Html } from '../page.ts';
import { type Icon, icon } from './icons.ts';
import type { ChosenAs } from './wire.ts';
import type { Say } from './words.ts';

type Attach = ChosenAs | 'sample' | 'sticker' | 'contact';

/** What the deep link types on each phone. */
const LINKED = { buttons: '/start ikrar', numbers: 'ikrar' } as const;
/** What the menu offers. `accept`: what the chooser of files begins with; whoever wants another file still finds it. */
const ATTACHMENTS: readonly { readonly what: Attach; readonly looks: Icon; readonly accept?: string }[] = [
  { what: 'photo', looks: 'photo', accept: 'image/*' },
  { what: 'file', looks: 'document', accept: '' },
  { what: 'voice', looks: 'voice', accept: 'audio/*' },
  { what: 'sample', looks: 'place' },
  { what: 'sticker', looks: 'sticker' },
  { what: 'contact', looks: 'contact' },
];

/** One phone: what the messenger draws inside the frame, what the simulator adds below it. */
export const phone = (style: Style, say: Say): Html => html`
  <section class="device ${style}" id="phone-${style}" data-style="${style}" aria-labelledby="caption-${style}">
    <h2 class="caption" id="caption-${style}">
      ${say(`simulator.${style}_tab`)} <small>${say(`simulator.${style}_like`)}</small>
    </h2>
    <div class="frame">
      <div class="screen">
        <header class="chat-head">
          <img class="avatar" src="/assets/mark.svg" alt="" width="40" height="40" />
          <div>
            <p class="chat-name">${say('simulator.bot_name')}</p>
            <p
              class="chat-state"
              data-idle="${say(`simulator.${style}_subtitle`)}"
              data-typing="${say('simulator.typing')}"
              data-offline="${say('simulator.offline')}"
            >
              ${say(`simulator.${style}_subtitle`)}
            </p>
          </div>
        </header>
        <div
          class="log"
          role="log"
          aria-live="polite"
          tabindex="0"
          aria-label="${say('simulator.log', { like: say(`simulator.${style}_like`) })}"
        >
          <p class="day"><span>${say('simulator.today')}</span></p>
          ${style === 'buttons' ? buttonsWelcome(say) : html`<p class="encrypted">${say('simulator.numbers_welcome')}</p>`}
        </div>
        <div class="typing" hidden aria-hidden="true"><i></i><i></i><i></i></div>
        <form class="composer" autocomplete="off">
          <button
            type="button"
            class="attach"
            aria-label="${say('simulator.attach')}"
            aria-expanded="false"
            aria-controls="attach-${style}"
          >
            ${icon(style === 'buttons' ? 'attach' : 'plus')}
          </button>
          <div class="attachments" id="attach-${style}" hidden>
            ${ATTACHMENTS.map((entry) => attachment(entry, say))}
          </div>
          <textarea rows="1" maxlength="4096" aria-label="${say('simulator.input')}" placeholder="${say('simulator.input')}"></textarea>
          <button type="submit" class="send" aria-label="${say('simulator.send')}">${icon('plane')}</button>
          <input type="file" class="chooser" hidden />
        </form>
        <div class="keys" hidden></div>
      </div>
    </div>
    <div class="tools">
      <button type="button" class="link" data-types="${LINKED[style]}">${icon('link')}${say(`simulator.link_${style}`)}</button>
      <button type="button" class="restart">${icon('restart')}${say('simulator.restart')}</button>
    </div>
  </section>
`;

const attachment = ({ what, looks, accept }: (typeof ATTACHMENTS)[number], say: Say): Html => html`
  <button type="button" data-attach="${what}" ${accept === undefined ? '' : html`data-accept="${accept}"`}>
    ${icon(looks)}${say(`simulator.attach_${what}`)}
  </button>
`;

const buttonsWelcome = (say: Say): Html => html`
  <div class="welcome">
    <p class="welcome-title">${say('simulator.buttons_welcome_title')}</p>
    <p>${say('start.telegram_description')}</p>
    <button type="button" data-types="/start">${say('simulator.buttons_start')}</button>
  </div>
`;
