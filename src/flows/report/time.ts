/** When it happened, and when the reporter came to know: days as people write them, read back in full. */
import { Temporal } from 'temporal-polyfill';
import { dayIn, type IsoDay, parseIsoDay } from '../../domain/election.ts';
import { type MessageKey, type Text, text } from '../../domain/message.ts';
import type { RememberedDay } from '../../domain/report-body.ts';
import { readWhen } from '../../domain/when.ts';
import { isOneOf, isRecord, isText, maybe } from '../../engine/answers.ts';
import { type Context, type Option, type Slot, type Step, slot, type Verdict } from '../../engine/flow.ts';
import type { Json } from '../../engine/types.ts';
import { formalOf } from '../shared/formal.ts';
import { zoneOf } from '../shared/zone.ts';

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
const earlySlot = slot('early', isOneOf('yes'));

export const happenedOf = (context: Pick<Context, 'answers'>) => dayOf(happenedSlot.of(context));

/** The day the reporter came to know. */
export function knownOf(context: Pick<Context, 'answers'>): DayOnly | undefined {
  const told = dayOf(knownSlot.of(context));
  return told && dayOnly(told);
}

/** The answers to forget when the days are to be told anew. */
export const TIME_STEPS: readonly string[] = [happenedSlot.id, knownSlot.id, earlySlot.id];

type DayOnly = Omit<RememberedDay, 'time'>;

/** Without its time of day: whoever is not sure of that may be sure of the day. */
const dayOnly = ({ day, time, about }: RememberedDay): DayOnly => ({
  day,
  ...(about && time === undefined ? { about } : {}),
});

const dayOf = (told: Told | undefined): RememberedDay | undefined => (told === 'skipped' ? undefined : told);

/** The day it is in the region. */
export const todayOf = ({ world }: Pick<Context, 'world'>): IsoDay => dayIn(zoneOf(world), world.now);

export const happenedStep: Step<Told & Json> = dayStep(
  happenedSlot,
  () => text('filing.happened_ask'),
  () => [],
);

/** From the day of knowing the legal limit counts. */
export const knownStep: Step<Told & Json> = dayStep(
  knownSlot,
  ({ world }) => text('filing.known_ask', { count: formalOf(world).days }),
  (context) => [
    { id: 'today', label: text('filing.known_today'), words: 'filing.known_today_words' },
    ...(happenedOf(context)
      ? [{ id: 'same', label: text('filing.known_same'), words: 'filing.known_same_words' } as const]
      : []),
  ],
);

/** Who knew before it happened mostly mistook a day; but one may have been invited to it. Asked once, and then believed. */
export const earlyStep: Step<'yes'> = {
  slot: earlySlot,
  applies: (context) => {
    const [happened, known] = [happenedOf(context), knownOf(context)];
    return happened !== undefined && known !== undefined && known.day < happened.day;
  },
  ask: (context) => ({
    paragraphs: [
      text('filing.early_ask', {
        known: { day: knownOf(context)?.day ?? '' },
        happened: { day: happenedOf(context)?.day ?? '' },
      }),
    ],
    options: [
      { id: 'yes', label: text('filing.early_yes'), words: 'filing.early_yes_words' },
      { id: 'known', label: text('filing.early_known'), words: 'filing.early_known_words' },
      { id: 'happened', label: text('filing.early_happened'), words: 'filing.early_happened_words' },
    ],
  }),
  accept: (_, input): Verdict<'yes'> => {
    if (input.kind !== 'choice') return { kind: 'again', says: [text('filing.choose_please')] };
    if (input.id === 'yes') return { kind: 'answer', value: 'yes' };
    return { kind: 'reopen', steps: [input.id === 'known' ? knownSlot.id : happenedSlot.id] };
  },
};

/** A day that may be left open. */
function dayStep(
  of: Slot<Told & Json>,
  ask: (context: Context) => Text,
  choices: (context: Context) => readonly Option[],
): Step<Told & Json> {
  return {
    slot: of,
    ask: (context) => ({
      paragraphs: [ask(context)],
      options: [...choices(context), { id: 'skip', label: text('filing.unknown'), words: 'filing.skip_words' }],
    }),
    accept: (context, input): Verdict<Told & Json> => {
      const today = todayOf(context);
      if (input.kind === 'choice') {
        if (input.id === 'today') return readBack({ day: today });
        const same = input.id === 'same' ? happenedOf(context) : undefined;
        return same ? readBack(dayOnly(same)) : { kind: 'answer', value: 'skipped' };
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
  const says = inWords(told, {
    day: 'filing.when_day',
    time: 'filing.when_time',
    about: 'filing.when_about',
    aboutTime: 'filing.when_about_time',
  });
  return { kind: 'answer', value: { ...told }, says: [says] };
}

/** A day in the words for what is known of it. */
export function inWords(
  { day, time, about }: RememberedDay,
  words: { readonly [W in 'day' | 'time' | 'about' | 'aboutTime']: MessageKey },
): Text {
  return time === undefined
    ? text(about ? words.about : words.day, { day: { day } })
    : text(about ? words.aboutTime : words.time, { day: { day }, time });
}
