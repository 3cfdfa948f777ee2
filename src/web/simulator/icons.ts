import { raw } from 'hono/html';
import type { Html } from '../page.ts';

/** Line drawings on a grid of 24, in the colour of the text around them. Decoration: what they mean stands beside them. */
const SHAPES = {
  attach:
    '<path d="M20 11.5 12.2 19.3a5 5 0 0 1-7.1-7.1l8.1-8.1a3.4 3.4 0 0 1 4.8 4.8l-8 8a1.7 1.7 0 0 1-2.4-2.4l7.3-7.3"/>',
  plus: '<path d="M12 5v14M5 12h14"/>',
  plane: '<path d="M20.5 12 4 4.5 6.6 12 4 19.5z"/><path d="M6.6 12h7"/>',
  restart: '<path d="M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4.5 8.7"/><path d="M4.5 4.2v4.5H9"/>',
  link: '<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1"/><path d="M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"/>',
  copy: '<rect x="8.5" y="8.5" width="11" height="11" rx="2.5"/><path d="M15.5 8.5v-2A2 2 0 0 0 13.5 4.5h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2"/>',
  photo:
    '<rect x="3.5" y="5" width="17" height="14" rx="2.5"/><circle cx="9" cy="10" r="1.6"/><path d="m4 17 5-4.5 3.5 3L16 12l4.5 4"/>',
  video: '<rect x="3" y="6" width="12.5" height="12" rx="2.5"/><path d="m15.5 11 5.5-3v8l-5.5-3"/>',
  place:
    '<path d="M12 21c4.5-4.6 6.7-8 6.7-11a6.7 6.7 0 0 0-13.4 0c0 3 2.2 6.4 6.7 11z"/><circle cx="12" cy="9.8" r="2.4"/>',
  document: '<path d="M6.5 3.5h7l4.5 4.5v12.5h-11.5z"/><path d="M13.5 3.5v4.5h4.5M9.5 13h5M9.5 16.5h5"/>',
  voice: '<rect x="9" y="3.5" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>',
  sticker:
    '<path d="M12.5 20.5a8.5 8.5 0 1 1 8-8z"/><path d="M20.5 12.5c-5 0-8 3-8 8M8.5 14a4 4 0 0 0 4 2M9 9.5v.6M14.5 9.5v.6"/>',
  contact: '<circle cx="12" cy="8.5" r="3.7"/><path d="M4.8 20a7.2 7.2 0 0 1 14.4 0"/>',
  tick: '<path d="m3.5 12.8 4.2 4.2L16 7.5"/>',
  ticks: '<path d="m1.5 13 4 4L14 7.5M10.5 16l1 1 9.5-9.5"/>',
  play: '<path d="M8 5.5v13l10.5-6.5z"/>',
} as const;

export type Icon = keyof typeof SHAPES;

export const icon = (name: Icon): Html =>
  raw(
    `<svg class="icon icon-${name}" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${SHAPES[name]}</svg>`,
  );
