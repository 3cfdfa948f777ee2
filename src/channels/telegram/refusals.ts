/**
 * Refusals that mean something else than the others of their code. Nothing but Telegram's words tells them apart, and if the
 * words ever change, no harm is done: a message is sent a second time, a file is asked for again or given up.
 */
export type Refusal =
  /** An edit that would change nothing. */
  | 'not_modified'
  /** A file that bots may not fetch: it has more than 20 MB. */
  | 'too_big'
  /** A file that is not to be had now, or never; the server says the same of both, and of any trouble of its own. */
  | 'unavailable';

const WORDS: readonly (readonly [words: string, refusal: Refusal])[] = [
  // 'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as …'
  ['message is not modified', 'not_modified'],
  // 'Bad Request: file is too big'
  ['file is too big', 'too_big'],
  // 'Bad Request: wrong file_id or the file is temporarily unavailable'
  ['temporarily unavailable', 'unavailable'],
];

/** @param description of an answer `{ok: false, error_code: 400, description}` */
export const refusalOf = (description: string): Refusal | undefined =>
  WORDS.find(([words]) => description.includes(words))?.[1];
