import { text } from '../domain/message.ts';
import { isOneOf } from '../engine/answers.ts';
import { type Flow, type Option, type Step, slot } from '../engine/flow.ts';

const CHOICES: readonly Option[] = [
  { id: 'pledge', label: text('menu.pledge'), words: 'command.pledge_words' },
  { id: 'report', label: text('menu.report'), words: 'command.report_words' },
  { id: 'status', label: text('menu.status'), words: 'command.status_words' },
  { id: 'reminders', label: text('menu.reminders'), words: 'command.reminders_words' },
  { id: 'language', label: text('menu.language'), words: 'command.language_words' },
  { id: 'help', label: text('menu.help'), words: 'command.help_words' },
];
const RESUME: Option = { id: 'resume', label: text('menu.resume') };

const choice: Step<'closed'> = {
  slot: slot('choice', isOneOf('closed')),
  ask: ({ session }) => ({
    intro: [text('menu.welcome')],
    paragraphs: [text('menu.ask')],
    // With a conversation waiting below, the first thing on offer is to go on with it.
    options: session.frames.length > 1 ? [RESUME, ...CHOICES] : CHOICES,
  }),
  accept: (_, input) => {
    if (input.kind !== 'choice') return { kind: 'again', says: [text('menu.not_a_choice')] };
    if (input.id === 'help') return { kind: 'explain', says: [text('menu.help_text')] };
    return input.id === 'resume' ? { kind: 'leave', says: [] } : { kind: 'go', flow: input.id };
  },
};

/** What the service can do. Asked when nothing else is. */
export const menuFlow: Flow = {
  id: 'menu',
  transient: true,
  cancelled: () => 'menu.cancelled',
  steps: () => [choice],
  done: () => [text('menu.bye')],
};
