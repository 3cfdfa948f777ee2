/** From a message of ours to the calls that say it. */
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Outgoing, OutgoingFile } from '../channel.ts';
import { inlineKeyboard, keyboardOf } from './keyboard.ts';
import { fits, LONGEST_CAPTION, LONGEST_TEXT, split } from './markup.ts';
import { readTapped, type Tapped } from './tapped.ts';

export type Part =
  | { readonly kind: 'text'; readonly html: string; readonly keyboard?: ReturnType<typeof keyboardOf> }
  | {
      readonly kind: 'file';
      readonly file: OutgoingFile;
      readonly html: string;
      readonly keyboard?: ReturnType<typeof keyboardOf>;
    };

export interface Plan {
  /** Change this message, and if it cannot be changed, send `parts`. */
  readonly edit?: { readonly message: Tapped; readonly html: string; readonly keyboard?: InlineKeyboardMarkup };
  /** Take the buttons off this message. */
  readonly strip?: Tapped;
  /** Send these, in order; the last carries the choices. */
  readonly parts: readonly Part[];
}

export function plan(message: Outgoing): Plan {
  const { answered, replaces, contact, file, markup, choices } = message;
  const parts = partsOf(message);
  const tapped = answered === undefined ? undefined : readTapped(answered);
  if (!tapped) return { parts };
  // Neither a file nor a keyboard can be put into an existing message, nor can one become two.
  const room = tapped.caption ? LONGEST_CAPTION : LONGEST_TEXT;
  if (!replaces || contact !== undefined || file || !fits(markup, room)) return { parts, strip: tapped };
  const keyboard = inlineKeyboard(choices);
  return { parts, edit: { message: tapped, html: markup, ...(keyboard ? { keyboard } : {}) } };
}

function partsOf(message: Outgoing): readonly Part[] {
  const { markup, file } = message;
  const keyboard = keyboardOf(message);
  if (file && fits(markup, LONGEST_CAPTION)) return [{ kind: 'file', file, html: markup, keyboard }];
  const texts = split(markup, LONGEST_TEXT).map((html): Part => ({ kind: 'text', html }));
  if (file) return [...texts, { kind: 'file', file, html: '', keyboard }];
  return texts.map((part, n) => (n === texts.length - 1 ? { ...part, keyboard } : part));
}
