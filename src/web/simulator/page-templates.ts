/** Moulds for what the island adds to a chat, so that every word stands in `locales` and no markup in the island. */
import { html } from 'hono/html';
import type { EvidenceKind } from '../../domain/evidence.ts';
import type { Html } from '../page.ts';
import { type Icon, icon } from './icons.ts';
import { LARGEST_UPLOAD, MEGABYTE } from './largest.ts';
import type { Say } from './words.ts';

const ATTACHED = ['sticker', 'contact'] as const satisfies readonly Icon[];
const SENT = { photo: 'photo', video: 'video', audio: 'voice', document: 'document' } as const satisfies Record<
  EvidenceKind,
  Icon
>;
const KINDS = ['photo', 'video', 'audio', 'document'] as const satisfies readonly EvidenceKind[];

export const templates = (say: Say): Html => html`
  <template id="message">
    <div class="message" tabindex="-1">
      <div class="bubble">
        <span class="sr who" data-bot="${say('simulator.bot_says')}" data-person="${say('simulator.person_says')}"></span>
        <p class="words"></p>
        <span class="meta">
          <time></time>
          <span class="tick tick-sent">${icon('tick')}<span class="sr">${say('simulator.sent')}</span></span>
          <span class="tick tick-read" hidden>${icon('ticks')}<span class="sr">${say('simulator.read')}</span></span>
        </span>
      </div>
      <div class="choices"></div>
    </div>
  </template>
  <template id="picture">
    <a class="picture" target="_blank" rel="noopener">
      <img alt="" data-alt="${say('simulator.picture', { name: '%' })}" />
      <span class="sr">(${say('simulator.open_new')})</span>
    </a>
  </template>
  <template id="paper">
    <a class="paper" target="_blank" rel="noopener">
      ${icon('document')}<span class="paper-name"></span><small></small><span class="sr">(${say('simulator.open_new')})</span>
    </a>
  </template>
  <template id="anchor"><a target="_blank" rel="noopener"></a></template>
  ${ATTACHED.map(
    (what) => html`<template id="attached-${what}">
      <div class="attached attached-${what}">${icon(what)}<span>${say(`simulator.attached_${what}`)}</span></div>
    </template>`,
  )}
  ${KINDS.map(
    (kind) => html`<template id="sent-${kind}">
      <div class="attached sent">
        ${icon(SENT[kind])}<span class="sent-name"></span><small>${say(`simulator.sent_${kind}`)} · </small>
      </div>
    </template>`,
  )}
  <template id="says" data-failed="${say('simulator.failed')}" data-busy="${say('simulator.busy')}"
    data-large="${say('simulator.large', { most: String(LARGEST_UPLOAD / MEGABYTE) })}" data-empty="${say('simulator.empty')}"
    data-copied="${say('simulator.copied')}" data-restarted="${say('simulator.restarted')}"
    data-holder="${say('simulator.holder', { name: '%' })}"></template>
`;
