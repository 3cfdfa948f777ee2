/** What a person does at a phone, and what it means to the conversation. */
import type { Language } from '../../domain/message.ts';
import type { Phone } from '../../domain/phone.ts';
import type { Act } from '../../engine/types.ts';
import type { Attached, Bubble } from './handset.ts';

export type Deed =
  | { readonly kind: 'text'; readonly text: string }
  /** `bubble`: the message that has the button. `data` comes from the page: as hostile as from any messenger. */
  | { readonly kind: 'tap'; readonly bubble: string; readonly data: string }
  /** Shares the number of whoever holds the phone. */
  | { readonly kind: 'contact' }
  | { readonly kind: 'attach'; readonly what: Exclude<Attached, 'contact'> };

/** Who holds the phone. */
export interface Holder {
  readonly number?: Phone;
  readonly language: Language;
}

/** `vouched`: the messenger can tell whose contact it is. */
export function actOf(deed: Deed, holder: Holder, vouched: boolean): Act {
  switch (deed.kind) {
    case 'text':
      return { kind: 'text', text: deed.text };
    case 'tap':
      return { kind: 'tap', data: deed.data };
    case 'contact':
      return { kind: 'contact', own: vouched, ...(holder.number ? { phone: holder.number } : {}) };
    case 'attach':
      return { kind: 'other', what: deed.what === 'sticker' ? 'sticker' : 'media' };
  }
}

/** The person's side of the chat; a tap leaves no message. */
export function bubbleOf(id: string, deed: Deed, holder: Holder): Omit<Bubble, 'at'> | undefined {
  const bubble = { id, from: 'person', buttons: [], read: false } as const;
  switch (deed.kind) {
    case 'text':
      return { ...bubble, runs: [{ text: deed.text }] };
    case 'contact':
      return { ...bubble, runs: [{ text: holder.number ?? '' }], attached: 'contact' };
    case 'attach':
      return { ...bubble, runs: [], attached: deed.what };
    case 'tap':
      return undefined;
  }
}
