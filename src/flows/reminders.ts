import { text } from '../domain/message.ts';
import { isOneOf } from '../engine/answers.ts';
import { type Flow, type Option, type Step, slot } from '../engine/flow.ts';
import type { Effect, Session, Whose } from '../engine/types.ts';

/** The two answers to «may we remind you», here and at the end of the pledge. */
export const REMINDER_OPTIONS: readonly Option[] = [
  { id: 'yes', label: text('settings.reminders_yes'), words: 'settings.reminders_yes_words' },
  { id: 'no', label: text('settings.reminders_no'), words: 'settings.reminders_no_words' },
];

/** Records for this chat whether it may be reminded; the address is added where it is known, when it is written. */
export const reminderEffect = (session: Session, yes: boolean, whose: Whose | undefined = session.last): Effect => ({
  type: 'reminders_chosen',
  yes,
  language: session.language,
  ...(whose ? { whose: { personId: whose.personId, slot: whose.slot } } : {}),
});

const wish: Step<'yes' | 'no'> = {
  slot: slot('wish', isOneOf('yes', 'no')),
  ask: ({ session }) => ({
    intro: [text(session.reminders === true ? 'settings.reminders_on' : 'settings.reminders_off')],
    paragraphs: [text('settings.reminders_ask')],
    options: REMINDER_OPTIONS,
  }),
  accept: ({ session }, input) => {
    if (input.kind !== 'choice') return { kind: 'again', says: [text('settings.reminders_again')] };
    const yes = input.id === 'yes';
    return {
      kind: 'answer',
      value: yes ? 'yes' : 'no',
      effects: [reminderEffect(session, yes)],
      remember: { reminders: yes },
    };
  },
};

/** /pengingat: reminders in this chat, on or off. */
export const remindersFlow: Flow = {
  id: 'reminders',
  transient: true,
  cancelled: () => 'settings.cancelled',
  steps: () => [wish],
  done: ({ session }) => [text(session.reminders ? 'settings.reminders_set_on' : 'settings.reminders_set_off')],
};
