import { need, toast, words } from './island-dom.ts';
import { recall, remember } from './island-session.ts';

/** The chooser of who holds the phones. `changed` is called when somebody else takes them. */
export function people(changed: () => void): { readonly chosen: () => number } {
  const radios = [...document.querySelectorAll('input[name="persona"]')].filter(
    (one) => one instanceof HTMLInputElement,
  );
  const kept = recall('persona');
  const start = radios.find((radio) => radio.value === kept) ?? radios[0];
  if (start) start.checked = true;
  const chosen = (): HTMLInputElement | undefined => radios.find((radio) => radio.checked);
  const show = (): void => {
    const now = document.querySelector('#people-now');
    if (now) now.textContent = chosen()?.dataset['name'] ?? '';
  };
  for (const radio of radios) {
    radio.addEventListener('change', () => {
      remember('persona', radio.value);
      show();
      changed();
      toast(words('holder', radio.dataset['name']));
    });
  }
  document.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-copy]') : null;
    if (!(button instanceof HTMLElement)) return;
    navigator.clipboard.writeText(button.dataset['copy'] ?? '').then(
      () => toast(words('copied')),
      () => toast(button.dataset['copy'] ?? ''),
    );
  });
  show();
  return { chosen: () => Number(chosen()?.value ?? 0) };
}

/** On a narrow screen the chooser starts closed: the phone is what one came for. */
export function foldOnNarrow(): void {
  const details = document.querySelector('details.people');
  if (details instanceof HTMLDetailsElement && matchMedia('(max-width: 60rem)').matches) details.open = false;
}

/** Where only one phone fits, tabs choose it. */
export function tabs(): void {
  const bar = need(document, '.tabs', HTMLElement);
  const all = [...bar.querySelectorAll('[role="tab"]')].filter((one) => one instanceof HTMLElement);
  const select = (tab: HTMLElement): void => {
    for (const one of all) {
      one.setAttribute('aria-selected', String(one === tab));
      one.tabIndex = one === tab ? 0 : -1;
      need(document, `#${one.getAttribute('aria-controls')}`, HTMLElement).classList.toggle('front', one === tab);
    }
    remember('tab', tab.id);
  };
  for (const [n, tab] of all.entries()) {
    tab.addEventListener('click', () => select(tab));
    tab.addEventListener('keydown', ({ key }) => {
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      const next = all[(n + step + all.length) % all.length];
      if (step === 0 || !next) return;
      select(next);
      next.focus();
    });
  }
  const kept = all.find((tab) => tab.id === recall('tab')) ?? all[0];
  if (kept) select(kept);
}
