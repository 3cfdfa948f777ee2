import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types';
import type { Outgoing } from '../channel.ts';

/** Labels up to this many characters stand two in a row. */
const SHORT = 14;

/** The choices as buttons under the message; `undefined` when there are none. */
export function inlineKeyboard(choices: Outgoing['choices']): InlineKeyboardMarkup | undefined {
  if (choices.length === 0) return undefined;
  return {
    inline_keyboard: rows(choices).map((row) => row.map(({ label, data }) => ({ text: label, callback_data: data }))),
  };
}

/**
 * What a new message carries. The button that shares a contact exists only in place of the keyboard, so the choices stand
 * there with it and come back as their labels; every other message without buttons of its own takes that keyboard away.
 */
export function keyboardOf({
  choices,
  contact,
}: Pick<Outgoing, 'choices' | 'contact'>): InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove {
  if (contact === undefined) return inlineKeyboard(choices) ?? { remove_keyboard: true };
  return {
    keyboard: [
      [{ text: contact, request_contact: true }],
      ...rows(choices).map((row) => row.map(({ label }) => ({ text: label }))),
    ],
    one_time_keyboard: true,
    resize_keyboard: true,
  };
}

function rows(choices: Outgoing['choices']): Outgoing['choices'][] {
  const laid: Outgoing['choices'][] = [];
  for (let n = 0; n < choices.length; ) {
    const pair = choices.slice(n, n + 2);
    const row = pair.every(({ label }) => label.length <= SHORT) ? pair : pair.slice(0, 1);
    laid.push(row);
    n += row.length;
  }
  return laid;
}
