/** Draws one message from text alone: nothing that came over the wire is ever read as HTML. */

import type { Run } from '../../channels/runs.ts';
import type { ShownFile } from '../../channels/simulator/files.ts';
import type { Bubble } from '../../channels/simulator/handset.ts';
import { cast, need } from './island-dom.ts';
import { drawFile, isPicture } from './island-file.ts';

const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });

/** Labels up to this many characters stand two in a row, as with Telegram. */
const SHORT = 14;

/** `tapped` is called with the data of a button under the message. */
export function draw(bubble: Bubble, tapped: (data: string, button: HTMLButtonElement) => void): HTMLElement {
  const message = cast('message');
  message.dataset['id'] = bubble.id;
  message.classList.add(bubble.from);
  const who = need(message, '.who', HTMLElement);
  who.textContent = who.dataset[bubble.from] ?? '';
  const words = need(message, '.words', HTMLElement);
  words.append(...bubble.runs.map(drawRun));
  words.hidden = bubble.runs.length === 0;
  const { file } = bubble;
  const lost = (): void => message.replaceWith(draw({ ...bubble, ...(file ? { file: bare(file) } : {}) }, tapped));
  const brought = file ? drawFile(file, lost) : bubble.attached && cast(`attached-${bubble.attached}`);
  if (brought) words.before(brought);
  // Beside what was brought stand the words of a contact, and no words: the time would lie on it as on a picture.
  if (brought?.classList.contains('attached') && (!file || words.hidden)) brought.append(words);
  message.classList.toggle('has-picture', file !== undefined && isPicture(file));
  message.classList.toggle('has-sticker', bubble.attached === 'sticker');
  const time = need(message, 'time', HTMLTimeElement);
  time.dateTime = new Date(bubble.at).toISOString();
  time.textContent = clock.format(bubble.at);
  if (bubble.from === 'bot') for (const tick of message.querySelectorAll('.tick')) tick.remove();
  need(message, '.meta', HTMLElement).classList.toggle('is-read', bubble.read);
  for (const tick of message.querySelectorAll('.tick')) {
    if (tick instanceof HTMLElement) tick.hidden = tick.classList.contains('tick-read') !== bubble.read;
  }
  const buttons = bubble.buttons.map((button) => drawButton(button, tapped));
  pairUp(buttons);
  need(message, '.choices', HTMLElement).append(...buttons);
  return message;
}

function drawRun({ text, bold, italic, code, href }: Run): Node {
  let node: Node = document.createTextNode(text);
  for (const [wanted, tag] of [
    [code, 'code'],
    [italic, 'em'],
    [bold, 'strong'],
  ] as const) {
    if (!wanted) continue;
    const element = document.createElement(tag);
    element.append(node);
    node = element;
  }
  if (href === undefined || !/^https?:\/\//.test(href)) return node;
  const anchor = cast('anchor');
  if (anchor instanceof HTMLAnchorElement) anchor.href = href;
  anchor.append(node);
  return anchor;
}

/** As one that a page cannot show. */
const bare = ({ type: _, ...file }: ShownFile): ShownFile => file;

function drawButton(
  { label, data }: Bubble['buttons'][number],
  tapped: (data: string, button: HTMLButtonElement) => void,
): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = label;
  button.dataset['data'] = data;
  button.addEventListener('click', () => tapped(data, button));
  return button;
}

function pairUp(buttons: readonly HTMLElement[]): void {
  const short = (button: HTMLElement | undefined): boolean => (button?.textContent ?? '').length <= SHORT;
  for (let n = 0; n + 1 < buttons.length; n += 1) {
    if (!short(buttons[n]) || !short(buttons[n + 1])) continue;
    buttons[n]?.classList.add('short');
    n += 1;
    buttons[n]?.classList.add('short');
  }
}
