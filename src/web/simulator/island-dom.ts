/** The element the server wrote; its absence is a fault of ours. */
export function need<T extends Element>(root: ParentNode, selector: string, kind: new () => T): T {
  const found = root.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`the page has no ${selector}`);
  return found;
}

/** A new element from one of the page's moulds. */
export function cast(mould: string): HTMLElement {
  const { content } = need(document, `template#${mould}`, HTMLTemplateElement);
  const made = document.importNode(content, true).firstElementChild;
  if (!(made instanceof HTMLElement)) throw new Error(`the mould ${mould} is empty`);
  return made;
}

/** What the island itself says, written by the server. `%` stands for a value. */
export const words = (name: string, value = ''): string =>
  (need(document, 'template#says', HTMLTemplateElement).dataset[name] ?? '').replace('%', value);

/** Tells the person something that is no message of the chat. */
export function toast(text: string): void {
  const place = need(document, '#toast', HTMLElement);
  place.textContent = text;
  place.classList.remove('shown');
  requestAnimationFrame(() => place.classList.add('shown'));
}
