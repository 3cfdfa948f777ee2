/** How a message looks in a golden file. */
import type { Bubble } from '../support/contract-harness.ts';

export function showBubble({ text, bold, buttons, file, links }: Bubble): string {
  const words = text === '' ? [] : text.split('\n').map((line) => `> ${line}`.trimEnd());
  return [
    ...(file ? [`> 📎 ${file.name}`] : []),
    ...words,
    ...(bold.length > 0 ? [`>`, `> *bold: ${bold.join(' · ')}*`] : []),
    ...links.map((link) => `> *link: ${link.href}*`),
    ...(buttons.length > 0 ? ['', buttons.map((one) => `[${one}]`).join(' ')] : []),
  ].join('\n');
}
