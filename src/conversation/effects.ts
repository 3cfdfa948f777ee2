/** What turns change beyond their sessions, as changes that go with them in one statement: one for each kind that occurs. */
import type { Address } from '../channels/channel.ts';
import type { Language } from '../domain/message.ts';
import type { Effect, Whose } from '../engine/types.ts';
import type { Keys } from '../secrecy/keys.ts';
import { seal } from '../secrecy/seal.ts';
import { countCodes } from '../storage/activation.ts';
import {
  chooseReminders,
  noteLanguages,
  noteUse,
  type ReminderChoice,
  stopElsewhere,
} from '../storage/contact-writing.ts';
import { makePledges, slotColumn } from '../storage/pledge-writing.ts';
import type { TurnChange } from '../storage/turns.ts';
import { contactKey } from './chat.ts';

/** An effect with the chat (hex) it comes from. */
export interface DueEffect {
  readonly effect: Effect;
  readonly chat: string;
  readonly address: Address;
  readonly trail: Trail;
}

/** What is known of a conversation's messages when it is to be erased. */
export interface Trail {
  readonly language: Language;
  /** As the session keeps them: those worth keeping have `+` in front. */
  readonly names: readonly string[];
  /** The message that the last words stand in. */
  readonly spare?: string;
}

type Kind = Effect['type'];
type Due<K extends Kind> = { readonly effect: Extract<Effect, { type: K }>; readonly chat: string; address: Address };

/** The changes that carry out effects. Doubles are no error: what exists already stays. */
export function changesOf(keys: Keys, due: readonly DueEffect[]): readonly TurnChange[] {
  return [
    ...together(of(due, 'pledge_made'), (made) =>
      makePledges(
        keys,
        made.map(({ effect, chat }) => ({ ...effect, chat })),
      ),
    ),
    ...together([...of(due, 'pledge_made'), ...of(due, 'chat_used')], (used) =>
      noteUse(
        used.map(({ effect, chat, address }) => ({
          chat,
          key: contactKey(keys, address),
          person: personOf(effect.type === 'chat_used' ? effect.whose : effect.key),
        })),
      ),
    ),
    ...together([...of(due, 'code_failed'), ...of(due, 'code_used')], (tried) =>
      countCodes(
        tried.map(({ effect: { type, personId, at }, chat }) => ({ chat, personId, at, right: type === 'code_used' })),
      ),
    ),
    ...together(of(due, 'language_chosen'), (chosen) =>
      noteLanguages(
        chosen.map(({ effect: { language }, chat, address }) => ({ chat, key: contactKey(keys, address), language })),
      ),
    ),
    ...choicesOf(of(due, 'reminders_chosen').map((one) => reminderOf(keys, one))),
  ];
}

const of = <K extends Kind>(due: readonly DueEffect[], kind: K): Due<K>[] =>
  due.flatMap(({ effect, ...where }) => (isOf(kind, effect) ? [{ effect, ...where }] : []));

const isOf = <K extends Kind>(kind: K, effect: Effect): effect is Extract<Effect, { type: K }> => effect.type === kind;

const together = <T>(due: readonly T[], change: (due: readonly T[]) => TurnChange): readonly TurnChange[] =>
  due.length === 0 ? [] : [change(due)];

const choicesOf = (choices: readonly ReminderChoice[]): readonly TurnChange[] => [
  ...together(choices, chooseReminders),
  ...(choices.some(({ reminders }) => !reminders) ? [stopElsewhere(choices)] : []),
];

const personOf = ({ personId, slot }: Whose) => ({ id: personId, slot: slotColumn(slot) });

function reminderOf(keys: Keys, { effect, chat, address }: Due<'reminders_chosen'>): ReminderChoice {
  const key = contactKey(keys, address);
  return {
    chat,
    key,
    channel: address.channel,
    // Who is not to be written to need not be found.
    ...(effect.yes ? { addressSealed: seal(keys, 'contact.seal', key, address) } : {}),
    language: effect.language,
    reminders: effect.yes,
    ...(effect.whose ? { person: personOf(effect.whose) } : {}),
  };
}
