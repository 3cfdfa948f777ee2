import { Temporal } from 'temporal-polyfill';
import { dayIn, type IsoDay, parseIsoDay } from '../../domain/election.ts';
import { type MessageKey, text } from '../../domain/message.ts';
import type { RememberedDay } from '../../domain/report-body.ts';
import { readWhen } from '../../domain/when.ts';
import { isOneOf, isRecord, isText, maybe } from '../../engine/answers.ts';
import { type Context, type Option, type Slot, type Step, slot, type Verdict } from '../../engine/flow.ts';
import type { Json } from '../../engine/types.ts';
import { skippableStep, toldIn, wordsSlot } from '../shared/skippable.ts';
import { zoneOf } from '../shared/zone.ts';

/** What a message can hold. */
const LONGEST_ACCOUNT = 4000;

const accountSlot = slot('account', isText);
const moreSlot = wordsSlot('more');
type Told = RememberedDay | 'skipped';
const isDay = isRecord<RememberedDay & { readonly [key: string]: Json }>({
  day: (value) => isText(value) && parseIsoDay(value) !== undefined,
  time: maybe(isText),
  about: maybe((value) => value === true),
});
const isSkipped = isOneOf('skipped');
const daySlot = (id: string): Slot<Told & Json> =>
  slot(id, (value): value is Told & Json => isSkipped(value) || isDay(value));
const happenedSlot = daySlot('happened');
const knownSlot = daySlot('known');

export const accountOf = (context: Pick<Context, 'answers'>): string => accountSlot.of(context) ?? '';
export const moreOf = (context: Pick<Context, 'answers'>) => toldIn(moreSlot, context);
export const happenedOf = (context: Pick<Context, 'answers'>) => dayOf(happenedSlot.of(context));
export const knownOf = (context: Pick<Context, 'answers'>): IsoDay | undefined => dayOf(knownSlot.of(context))?.day;
export const ACCOUNT_STEPS: readonly string[] = [accountSlot.id, moreSlot.id];
export const TIME_STEPS: readonly string[] = [happenedSlot.id, knownSlot.id];

const dayOf = (told: Told | undefined): RememberedDay | undefined => (told === 'skipped' ? undefined : told);

/** What happened, in the reporter's own words. The one answer that a report cannot do without. */
export const accountStep: Step<string> = {
  slot: accountSlot,
  ask: () => ({ paragraphs: [text('filing.account_ask')] }),
  accept: (_, input) => {
    if (input.kind !== 'text') return { kind: 'again', says: [text('filing.account_again')], meant: true };
    const typed = input.text.trim();
    if (typed === '') return { kind: 'again', says: [text('filing.account_again')] };
    return typed.length > LONGEST_ACCOUNT
      ? { kind: 'again', says: [text('filing.too_long', { most: LONGEST_ACCOUNT })], meant: true }
      : { kind: 'answer', value: typed };
  },
};

export const happenedStep: Step<Told & Json> = dayStep(happenedSlot, 'filing.happened_ask', () => []);

/** From the day of knowing the legal limit counts. */
export const knownStep: Step<Told & Json> = dayStep(knownSlot, 'filing.known_ask', (context) => [
  { id: 'today', label: text('filing.known_today'), words: 'filing.known_today_words' },
  ...(happenedOf(context)
    ? [{ id: 'same', label: text('filing.known_same'), words: 'filing.known_same_words' } as const]
    : []),
]);

export const moreStep: Step<string> = skippableStep({
  slot: moreSlot,
  ask: () => [text('filing.more_ask')],
  skip: 'filing.more_none',
  longest: LONGEST_ACCOUNT,
});

/** The day it is in the region. */
export const todayOf = ({ world }: Context): IsoDay => dayIn(zoneOf(world), world.now);

/** A day as people write it, read back in full; it may be left open. */
function dayStep(
  of: Slot<Told & Json>,
  ask: MessageKey,
  choices: (context: Context) => readonly Option[],
): Step<Told & Json> {
  return {
    slot: of,
    ask: (context) => ({
      paragraphs: [text(ask)],
      options: [...choices(context), { id: 'skip', label: text('filing.unknown'), words: 'filing.skip_words' }],
    }),
    accept: (context, input): Verdict<Told & Json> => {
      const today = todayOf(context);
      if (input.kind === 'choice') {
        if (input.id === 'today') return readBack({ day: today });
        const same = input.id === 'same' ? happenedOf(context) : undefined;
        return same ? readBack({ day: same.day }) : { kind: 'answer', value: 'skipped' };
      }
      if (input.kind !== 'text') return { kind: 'again', says: [text('filing.when_unreadable')], meant: true };
      const read = readWhen(input.text, Temporal.PlainDate.from(today));
      if (!read.ok) return { kind: 'again', says: [text(`filing.when_${read.fault}`)], meant: true };
      const { ok: _, ...told } = read;
      return readBack(told);
    },
  };
}

function readBack(told: RememberedDay): Verdict<Told & Json> {
  const day = { day: told.day };
  const says =
    told.time === undefined ? text('filing.when_day', { day }) : text('filing.when_time', { day, time: told.time });
  return { kind: 'answer', value: { ...told }, says: [says] };
}
