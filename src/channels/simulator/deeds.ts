/** What a person does at a phone, and what it means to the conversation. */
import type { Language } from '../../domain/message.ts';
import type { Phone } from '../../domain/phone.ts';
import type { Act } from '../../engine/types.ts';
import type { IncomingFile, ShownFile } from './files.ts';
import type { Bubble } from './handset.ts';

type Plain =
  | { readonly kind: 'text'; readonly text: string }
  /** `bubble`: the message that has the button. `data` comes from the page: as hostile as from any messenger. */
  | { readonly kind: 'tap'; readonly bubble: string; readonly data: string }
  /** Shares the number of whoever holds the phone. */
  | { readonly kind: 'contact' }
  | { readonly kind: 'sticker' };

export type Deed = Plain | { readonly kind: 'media'; readonly file: IncomingFile };

/** A deed whose file lies with the messenger. */
export type Done = Plain | { readonly kind: 'media'; readonly file: ShownFile };

/** Who holds the phone. */
export interface Holder {
  readonly number?: Phone;
  readonly language: Language;
}

/** `vouched`: the messenger can tell whose contact it is. */
export function actOf(done: Done, holder: Holder, vouched: boolean): Act {
  switch (done.kind) {
    case 'text':
      return { kind: 'text', text: done.text };
    case 'tap':
      return { kind: 'tap', data: done.data };
    case 'contact':
      return { kind: 'contact', own: vouched, ...(holder.number ? { phone: holder.number } : {}) };
    case 'sticker':
      return { kind: 'other', what: 'sticker' };
    case 'media': {
      const { id, kind, size } = done.file;
      return { kind: 'media', media: { ref: id, kind, size } };
    }
  }
}

/** The person's side of the chat; a tap leaves no message. */
export function bubbleOf(id: string, done: Done, holder: Holder): Omit<Bubble, 'at'> | undefined {
  const bubble = { id, from: 'person', runs: [], buttons: [], read: false } as const;
  switch (done.kind) {
    case 'text':
      return { ...bubble, runs: [{ text: done.text }] };
    case 'contact':
      return { ...bubble, runs: [{ text: holder.number ?? '' }], attached: 'contact' };
    case 'sticker':
      return { ...bubble, attached: 'sticker' };
    case 'media':
      return { ...bubble, file: done.file };
    case 'tap':
      return undefined;
  }
}
