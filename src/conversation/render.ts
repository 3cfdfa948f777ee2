/** From keys to words: the only place where a reply gets a language. */
import type { Markup, Outgoing, OutgoingFile } from '../channels/channel.ts';
import type { Language } from '../domain/message.ts';
import type { Reply } from '../engine/types.ts';
import type { I18n } from '../i18n.ts';
import type { Envelope } from './envelope.ts';

/** What a reply answers. */
export type Answered = Pick<Envelope, 'tapped' | 'settles'>;

/** A reply in a language, as a channel sends it. */
export function render(
  i18n: I18n,
  language: Language,
  reply: Reply,
  file?: OutgoingFile,
  { tapped, settles = false }: Answered = {},
): Outgoing {
  return {
    markup: reply.paragraphs
      .map((paragraph, n) => `${n === 0 ? '' : paragraph.under ? '\n' : '\n\n'}${i18n.markup(language, paragraph)}`)
      .join('') as Markup,
    choices: reply.choices.map(({ data, label }) => ({ data, label: i18n.plain(language, label) })),
    language,
    ...(reply.contact ? { contact: i18n.plain(language, reply.contact) } : {}),
    ...(file ? { file } : {}),
    ...(settles ? { settles } : {}),
    ...(tapped === undefined ? {} : { answered: tapped, replaces: reply.replaces === true }),
  };
}
