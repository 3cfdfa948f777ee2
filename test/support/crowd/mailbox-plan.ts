/** What people do who come back with a code: read, write, add a picture, and in the end withdraw or go. */
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

export function mailboxPlan({ code, answer, photo, withdraws }: Return): readonly Step[] {
  return [
    { act: { says: `status ${code}` }, hears: [choose] },
    { act: tap(label('mailbox.choice_write')), hears: [fragment('mailbox.letter_ask')] },
    { act: { says: answer }, hears: [fragment('mailbox.letter_sent')] },
    { act: tap(label('mailbox.choice_add')), hears: [fragment('filing.evidence_ask')] },
    { act: { attaches: photo }, hears: [SECURED, FAILED] },
    { act: tap(label('mailbox.add_done')), hears: [choose] },
    { act: tap(label('mailbox.choice_watch')), hears: [fragment('mailbox.watch_ask')] },
    { act: tap(label('mailbox.watch_yes')), hears: [fragment('mailbox.watch_on')] },
    ...(withdraws ? withdrawn() : unwatched()),
  ];
}

const withdrawn = (): readonly Step[] => [
  { act: tap(label('mailbox.choice_withdraw')), hears: [fragment('mailbox.withdraw_ask')] },
  { act: tap(label('mailbox.withdraw_yes')), hears: [fragment('mailbox.withdrawn')] },
];

const unwatched = (): readonly Step[] => [
  { act: tap(label('mailbox.choice_unwatch')), hears: [fragment('mailbox.watch_off')] },
  { act: tap(label('mailbox.choice_close')), hears: [fragment('filing.trail_ask')] },
  { act: tap(label('filing.trail_none')), hears: [fragment('mailbox.closed')] },
];
