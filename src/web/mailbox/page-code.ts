import { html } from 'hono/html';
import type { Text } from '../../domain/message.ts';
import type { Html } from '../page.ts';
import { LONGEST_TYPED } from './form.ts';
import { faultBox, framed, type View } from './view.ts';

const SAFER = ['office', 'history', 'close', 'kept', 'code'] as const;

/** The empty page that asks for the code. What was typed before never stands in it. */
export const codePage = (view: View, fault?: Text): Html =>
  framed(
    view,
    html`
      <header><h1>${view.say('mailpage.heading')}</h1><p>${view.say('mailpage.lead')}</p></header>
      ${faultBox(view, fault)}
      <form class="sheet" method="post" action="${view.path()}" autocomplete="off">
        <label for="code">${view.say('mailpage.code_label')}</label>
        <p class="hint" id="code-hint">${view.say('mailpage.code_hint')}</p>
        <input
          class="code"
          id="code"
          name="code"
          required
          maxlength="${LONGEST_TYPED}"
          autocomplete="off"
          autocapitalize="characters"
          autocorrect="off"
          spellcheck="false"
          aria-describedby="${fault ? 'fault code-hint' : 'code-hint'}"
        />
        <button class="action">${view.say('mailpage.code_open')}</button>
      </form>
      <section class="safer" aria-labelledby="safe">
        <h2 id="safe">${view.say('mailpage.safe')}</h2>
        <ul>${SAFER.map((one) => html`<li>${view.say(`mailpage.safe_${one}`)}</li>`)}</ul>
      </section>
    `,
  );
