import { text } from '../domain/message.ts';
import { isOneOf } from '../engine/answers.ts';
import { type Flow, type Option, type Step, slot } from '../engine/flow.ts';
import type { Effect, Session, Whose } from '../engine/types.ts';
import { mailboxFlow } from './mailbox/index.ts';
import { hasNamedNip } from './pledge/nip.ts';
import { receiptFlow } from './receipt.ts';
import { reportFlow } from './report/index.ts';

/** The two answers to «may we remind you», here and at the end of the pledge. */
export const REMINDER_OPTIONS: readonly Option[] = [
  { id: 'yes', label: text('settings.reminders_yes'), words: 'settings.reminders_yes_words' },
  { id: 'no', label: text('settings.reminders_no'), words: 'settings.reminders_no_words' },
];

/**
 * The same where nobody has spoken as an ASN yet: who says yes says that as well, and nothing more need be kept of it. Citizens
 * are invited to nothing.
 */
const ASN_OPTIONS: readonly Option[] = REMINDER_OPTIONS.map((option) =>
  option.id === 'yes' ? { ...option, label: text('settings.reminders_yes_asn') } : option,
);

const isAsn = (session: Session): boolean => session.last !== undefined || hasNamedNip(session);

/** Records for this chat whether it may be reminded; the address is added where it is known, when it is written. */
export const reminderEffect = (session: Session, yes: boolean, whose: Whose | undefined = session.last): Effect => ({
  type: 'reminders_chosen',
  yes,
  language: session.language,
  ...(whose ? { whose: { personId: whose.personId, slot: whose.slot } } : {}),
});

/** Where a report is spoken of. */
const REPORT_SIDE: readonly string[] = [reportFlow.id, receiptFlow.id, mailboxFlow.id];

/**
 * The person was here about their pledge. Not told while anything of a report is open in the chat, not even underneath: when it
 * was so must not be read off the list of contacts.
 */
export const usedEffects = ({ frames }: Session, { personId, slot }: Whose): readonly Effect[] =>
  frames.some(({ flow }) => REPORT_SIDE.includes(flow)) ? [] : [{ type: 'chat_used', whose: { personId, slot } }];

const wishSlot = slot('wish', isOneOf('yes', 'no'));

const wish: Step<'yes' | 'no'> = {
  slot: wishSlot,
  ask: async ({ world, contact, session }) => ({
    intro: [text((await world.directory.reminders(contact)) ? 'settings.reminders_on' : 'settings.reminders_off')],
    paragraphs: [text(isAsn(session) ? 'settings.reminders_ask' : 'settings.reminders_ask_asn')],
    options: isAsn(session) ? REMINDER_OPTIONS : ASN_OPTIONS,
  }),
  accept: ({ session }, input) => {
    if (input.kind !== 'choice') return { kind: 'again', says: [text('settings.reminders_again')] };
    const yes = input.id === 'yes';
    return { kind: 'answer', value: yes ? 'yes' : 'no', effects: [reminderEffect(session, yes)] };
  },
};

/** /pengingat: reminders in this chat, on or off. */
export const remindersFlow: Flow = {
  id: 'reminders',
  transient: true,
  cancelled: () => 'settings.cancelled',
  steps: () => [wish],
  done: (context) => [
    text(wishSlot.of(context) === 'yes' ? 'settings.reminders_set_on' : 'settings.reminders_set_off'),
  ],
};
