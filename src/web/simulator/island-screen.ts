/** One phone: draws what changed, and turns keys and taps into deeds. */
import type { Bubble, Changes, Key } from '../../channels/simulator/handset.ts';
import type { Style } from '../../channels/simulator/simulator.ts';
import { AttachMenu, type AttachOptions } from './island-attach.ts';
import { need } from './island-dom.ts';
import { draw } from './island-message.ts';

/** How far from its end a chat may be scrolled and still follow new messages, CSS pixels. */
const NEAR_END = 140;

/** `does` and `sends` tell whether it arrived. */
export interface ScreenOptions extends AttachOptions {
  readonly style: Style;
  readonly restart: () => void;
}

export class Screen {
  private readonly options: ScreenOptions;
  private readonly root: HTMLElement;
  private readonly log: HTMLElement;
  private readonly input: HTMLTextAreaElement;
  private readonly keys: HTMLElement;
  private readonly start: readonly Node[];
  private readonly menu: AttachMenu;
  private typing = false;
  private online = true;

  constructor(options: ScreenOptions) {
    this.options = options;
    this.root = need(document, `#phone-${options.style}`, HTMLElement);
    this.log = need(this.root, '.log', HTMLElement);
    this.input = need(this.root, 'textarea', HTMLTextAreaElement);
    this.keys = need(this.root, '.keys', HTMLElement);
    this.start = [...this.log.childNodes];
    this.menu = new AttachMenu(this.root, options);
    this.root.addEventListener('click', (event) => this.clicked(event));
    this.composer();
  }

  changed({ bubbles, removed, keys, typing }: Changes): void {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    const follows = scrollHeight - scrollTop - clientHeight < NEAR_END || bubbles.some((one) => one.from === 'person');
    for (const id of removed) this.remove(id);
    for (const bubble of bubbles) this.show(bubble);
    this.offer(keys);
    this.typing = typing;
    this.state();
    if (follows) this.scroll();
  }

  connected(yes: boolean): void {
    this.online = yes;
    this.state();
  }

  /** Another phone in the same hand: an empty chat. */
  clear(): void {
    this.log.replaceChildren(...this.start);
    this.root.classList.remove('begun');
    this.input.value = '';
    this.grow();
    this.offer([]);
    this.typing = false;
    this.state();
  }

  private show(bubble: Bubble): void {
    const message = draw(bubble, (data, button) => this.tap(bubble.id, data, button));
    const old = this.find(bubble.id);
    this.root.classList.add('begun');
    if (!old) {
      message.classList.add('fresh');
      this.log.append(message);
    } else {
      const focused = old.contains(document.activeElement);
      old.replaceWith(message);
      // The button with the focus is gone: the next Tab leads to what can be answered now.
      if (focused) message.focus({ preventScroll: true });
    }
    message.querySelector('img')?.addEventListener('load', () => this.scroll(), { once: true });
  }

  private remove(id: string): void {
    const old = this.find(id);
    const focused = old?.contains(document.activeElement);
    old?.remove();
    if (focused) this.log.focus({ preventScroll: true });
    this.root.classList.toggle('begun', this.log.querySelector('.message') !== null);
  }

  private find(id: string): Element | null {
    return this.log.querySelector(`[data-id="${CSS.escape(id)}"]`);
  }

  private tap(bubble: string, data: string, button: HTMLButtonElement): void {
    button.classList.add('tapped');
    void this.options.does({ kind: 'tap', bubble, data }).then(() => button.classList.remove('tapped'));
  }

  private offer(keys: readonly Key[]): void {
    const hadFocus = this.keys.contains(document.activeElement);
    this.keys.hidden = keys.length === 0;
    this.keys.replaceChildren(
      ...keys.map(({ label, contact }) => {
        const key = document.createElement('button');
        key.type = 'button';
        key.textContent = label;
        key.classList.toggle('contact', contact);
        key.addEventListener('click', () => {
          void this.options.does(contact ? { kind: 'contact' } : { kind: 'text', text: label });
        });
        return key;
      }),
    );
    if (hadFocus) this.log.focus({ preventScroll: true });
  }

  private clicked({ target }: MouseEvent): void {
    const button = target instanceof Element ? target.closest('button') : null;
    if (!button) return;
    const { types } = button.dataset;
    if (types !== undefined && this.options.style === 'buttons') void this.options.does({ kind: 'text', text: types });
    else if (types !== undefined) this.fill(types);
    else if (button.classList.contains('restart')) this.options.restart();
  }

  private composer(): void {
    const form = need(this.root, '.composer', HTMLFormElement);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
    form.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.menu.close();
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.target !== this.input) return;
      event.preventDefault();
      void this.send();
    });
    this.input.addEventListener('input', () => this.grow());
  }

  private async send(): Promise<void> {
    const text = this.input.value.trim();
    if (text === '') return;
    this.fill('');
    if (!(await this.options.does({ kind: 'text', text })) && this.input.value === '') this.fill(text);
  }

  /** A link that opens a chat with words in it leaves the sending to the person. */
  private fill(text: string): void {
    this.input.value = text;
    this.grow();
    this.input.focus();
  }

  private grow(): void {
    const { value } = this.input;
    this.input.rows = Math.min(5, Math.max(value.split('\n').length, Math.ceil(value.length / 34), 1));
    this.root.classList.toggle('writing', value.trim() !== '');
  }

  private state(): void {
    const state = need(this.root, '.chat-state', HTMLElement);
    const name = this.online ? (this.typing ? 'typing' : 'idle') : 'offline';
    state.textContent = state.dataset[name] ?? '';
    state.dataset['state'] = name;
    need(this.root, '.typing', HTMLElement).hidden = name !== 'typing';
  }

  private scroll(): void {
    this.log.scrollTop = this.log.scrollHeight;
  }
}
