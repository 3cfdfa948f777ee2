/** The menu of what can be attached, and the chooser of files behind some of its entries. */
import { need } from './island-dom.ts';
import type { ActBody, ChosenAs } from './wire.ts';

export interface AttachOptions {
  readonly does: (deed: ActBody['deed']) => Promise<boolean>;
  readonly sends: (file: File, as: ChosenAs) => Promise<boolean>;
}

export class AttachMenu {
  private readonly options: AttachOptions;
  private readonly button: HTMLButtonElement;
  private readonly list: HTMLElement;
  private readonly chooser: HTMLInputElement;
  private as: ChosenAs = 'file';

  constructor(root: HTMLElement, options: AttachOptions) {
    this.options = options;
    this.button = need(root, 'button.attach', HTMLButtonElement);
    this.list = need(root, '.attachments', HTMLElement);
    this.chooser = need(root, 'input.chooser', HTMLInputElement);
    this.button.addEventListener('click', () => this.open(this.list.hidden !== false));
    this.list.addEventListener('click', ({ target }) => {
      const entry = target instanceof Element ? target.closest('button') : null;
      if (entry) this.choose(entry);
    });
    this.chooser.addEventListener('change', () => {
      const [file] = this.chooser.files ?? [];
      // So that the same file can be chosen once more.
      this.chooser.value = '';
      if (file) void options.sends(file, this.as);
    });
  }

  /** Leaves the menu, with the focus where it came from. */
  close(): void {
    if (this.list.hidden) return;
    this.open(false);
    this.button.focus();
  }

  private open(yes: boolean): void {
    this.button.setAttribute('aria-expanded', String(yes));
    this.list.hidden = !yes;
  }

  private choose({ dataset: { attach: what, accept = '' } }: HTMLButtonElement): void {
    this.close();
    if (what === 'sample' || what === 'sticker' || what === 'contact') void this.options.does({ kind: what });
    if (what !== 'photo' && what !== 'file' && what !== 'voice') return;
    this.as = what;
    this.chooser.accept = accept;
    this.chooser.click();
  }
}
