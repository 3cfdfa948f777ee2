/** The three signs of a verdict. They differ in shape, not in colour: a red or a green would be a party's. */
import { html } from 'hono/html';
import type { Html } from '../page.ts';

export type Mark = 'good' | 'open' | 'bad';

const STROKE = html`fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"`;
const SHAPES: Readonly<Record<Mark, Html>> = {
  good: html`<path d="M15 24.5l6.5 6.5L34 18" ${STROKE} />`,
  open: html`<path d="M24 15v11M24 33v.1" ${STROKE} />`,
  bad: html`<path d="M17 17l14 14M31 17L17 31" ${STROKE} />`,
};

export const mark = (kind: Mark): Html => html`
  <svg class="mark" viewBox="0 0 48 48" width="48" height="48" aria-hidden="true">
    <circle cx="24" cy="24" r="22" class="mark-disc" />
    ${SHAPES[kind]}
  </svg>
`;
