/** What the forms of the mailbox say. Hostile until it was looked at: anybody can send anything. */
import { randomBytes } from 'node:crypto';

export interface Form {
  readonly code: string;
  readonly letter: string;
  readonly sure: boolean;
  readonly once: string;
}

/** A letter of the greatest length in letters that take nine bytes each, escaped as browsers do, and room to spare. */
export const LARGEST_FORM = 64 * 1024;

/** No code is longer, however it is written, nor the message that shows one. */
export const LONGEST_TYPED = 1000;

/** @param body `application/x-www-form-urlencoded`; of anything else nothing is left */
export function readForm(body: string): Form {
  const fields = new URLSearchParams(body);
  return {
    code: fields.get('code') ?? '',
    letter: (fields.get('letter') ?? '').replace(/\r\n?/g, '\n').trim(),
    sure: fields.get('sure') === 'yes',
    once: onceOf(fields.get('once')),
  };
}

/** The name of what is sent; without ours, it is sent as often as it comes. */
export const onceOf = (given: string | null | undefined): string =>
  given && /^[\w-]{22}$/.test(given) ? given : randomBytes(16).toString('base64url');
