import { text } from '../../domain/message.ts';
import { isOneOf } from '../../engine/answers.ts';
import { type Step, slot } from '../../engine/flow.ts';
import { REMINDER_OPTIONS, reminderEffect } from '../reminders.ts';
import { electionOf } from './election.ts';
import { personSlot, pledgeKeyOf } from './person.ts';

/** «Boleh kami ingatkan di masa tenang?» Asked once in a chat, and once more where the bot was blocked since. */
export const remindStep: Step<'yes' | 'no'> = {
  slot: slot('remind', isOneOf('yes', 'no')),
  infer: async ({ world, contact }) => {
    const chosen = await world.directory.reminders(contact);
    return chosen === undefined ? undefined : chosen ? 'yes' : 'no';
  },
  ask: (context) => {
    const election = electionOf(context);
    return {
      paragraphs: election
        ? [text('pledge.remind_ask', { from: { day: election.quietFrom }, to: { day: election.quietTo } })]
        : [text('settings.reminders_ask')],
      options: REMINDER_OPTIONS,
    };
  },
  accept: (context, input) => {
    if (input.kind !== 'choice') return { kind: 'again', says: [text('settings.reminders_again')] };
    const yes = input.id === 'yes';
    const person = personSlot.of(context);
    return {
      kind: 'answer',
      value: yes ? 'yes' : 'no',
      says: [text(yes ? 'settings.reminders_set_on' : 'settings.reminders_set_off')],
      effects: [reminderEffect(context.session, yes, person && pledgeKeyOf(context, person.id))],
    };
  },
};
