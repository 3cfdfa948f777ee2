/** What people do who come back with a code: read, write, add a picture, and in the end withdraw or go. */
import type { MessageKey } from '../../../src/domain/message.ts';
import type { Act, Step } from './plan.ts';
import { FAILED, SECURED } from './report-plan.ts';
import { fragment, label } from './words.ts';

export interface Return {
  readonly code: string;
  /** What they write, in words that nobody else uses. */
  readonly answer: string;
  readonly photo: Buffer;
  readonly withdraws: boolean;
}

const tap = (text: string): Act => ({ taps: text });
const choose = fragment('mailbox.choice_ask');
/**
 * What a crash had sent twice stands there with buttons of an earlier question: whoever presses one is asked again in its place,
 * and presses once more.
 */
const pick = (choice: MessageKey, heard: MessageKey): Step => ({
  act: tap(label(choice)),
  hears: [fragment(heard)],
  again: [choose],
});

export function mailboxPlan({ code, answer, photo, withdraws }: Return): readonly Step[] {
  return [
    { act: { says: `status ${code}` }, hears: [choose] },
    pick('mailbox.choice_write', 'mailbox.letter_ask'),
    { act: { says: answer }, hears: [fragment('mailbox.letter_sent')] },
    pick('mailbox.choice_add', 'filing.evidence_ask'),
    { act: { attaches: photo }, hears: [SECURED, FAILED] },
    { act: tap(label('mailbox.add_done')), hears: [choose] },
    pick('mailbox.choice_watch', 'mailbox.watch_ask'),
    { act: tap(label('mailbox.watch_yes')), hears: [fragment('mailbox.watch_on')] },
    ...(withdraws ? withdrawn() : unwatched()),
  ];
}

const withdrawn = (): readonly Step[] => [
  pick('mailbox.choice_withdraw', 'mailbox.withdraw_ask'),
  { act: tap(label('mailbox.withdraw_yes')), hears: [fragment('mailbox.withdrawn')] },
];

const unwatched = (): readonly Step[] => [
  pick('mailbox.choice_unwatch', 'mailbox.watch_off'),
  pick('mailbox.choice_close', 'filing.trail_ask'),
  { act: tap(label('filing.trail_none')), hears: [fragment('mailbox.closed')] },
];
