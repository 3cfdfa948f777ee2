import { LANGUAGES, text } from '../domain/message.ts';
import { isOneOf } from '../engine/answers.ts';
import { type Flow, type Step, slot } from '../engine/flow.ts';

const language: Step<'id' | 'en'> = {
  slot: slot('language', isOneOf('id', 'en')),
  ask: () => ({
    paragraphs: [text('settings.language_ask')],
    options: [
      { id: 'id', label: text('settings.language_id'), words: 'settings.language_id_words' },
      { id: 'en', label: text('settings.language_en'), words: 'settings.language_en_words' },
    ],
  }),
  accept: (_, input) => {
    const chosen = LANGUAGES.find((one) => input.kind === 'choice' && input.id === one);
    return chosen
      ? {
          kind: 'answer',
          value: chosen,
          remember: { language: chosen },
          effects: [{ type: 'language_chosen', language: chosen }],
        }
      : { kind: 'again', says: [text('settings.language_again')] };
  },
};

/** /bahasa: which language the bot speaks in this chat. */
export const languageFlow: Flow = {
  id: 'language',
  transient: true,
  cancelled: () => 'settings.cancelled',
  steps: () => [language],
  done: () => [text('settings.language_set')],
};
