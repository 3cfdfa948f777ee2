import { kecamatanOf, kelurahanOf, matchArea } from '../../domain/area.ts';
import { electionAtHand } from '../../domain/election.ts';
import { text } from '../../domain/message.ts';
import { ONLINE } from '../../domain/report-body.ts';
import type { Context, Option, Step } from '../../engine/flow.ts';
import { SKIPPED, skippableStep, toldIn, wordsSlot } from '../shared/skippable.ts';

const areaSlot = wordsSlot('area');
const villageSlot = wordsSlot('village');
const linkSlot = wordsSlot('link');

/** The answers to forget when the place is to be told anew. */
export const PLACE_STEPS: readonly string[] = [areaSlot.id, villageSlot.id, linkSlot.id];

export const areaOf = (context: Pick<Context, 'answers'>) => toldIn(areaSlot, context);
export const villageOf = (context: Pick<Context, 'answers'>) => toldIn(villageSlot, context);
export const linkOf = (context: Pick<Context, 'answers'>) => toldIn(linkSlot, context);

/** More buttons than a thumb likes to scroll through: then the name is typed. */
const MOST_BUTTONS = 14;

/** One deployment serves one region: the one of its elections. */
export const regionOf = ({ world }: Context): string =>
  electionAtHand(world.calendar.elections, world.now)?.region ?? '';

const named = (names: readonly string[]): readonly Option[] =>
  names.length > MOST_BUTTONS ? [] : names.map((name) => ({ id: name, label: text('filing.name', { name }) }));

/** The kecamatan, or that it happened online. A place that is in no list is taken as it was typed. */
export const areaStep: Step<string> = skippableStep({
  slot: areaSlot,
  ask: (context) => [
    text(kecamatanOf(regionOf(context)).length > MOST_BUTTONS ? 'filing.area_ask_typed' : 'filing.area_ask'),
  ],
  options: (context) => [
    ...named(kecamatanOf(regionOf(context))),
    { id: ONLINE, label: text('filing.area_online'), words: 'filing.area_online_words' },
  ],
  skip: 'filing.unknown',
  read: (typed, context) => matchArea(typed, kecamatanOf(regionOf(context))) ?? typed,
});

export const villageStep: Step<string> = skippableStep({
  slot: villageSlot,
  applies: (context) => {
    const area = areaSlot.of(context);
    return area !== undefined && area !== SKIPPED && area !== ONLINE;
  },
  ask: (context) => [text('filing.village_ask', { area: areaOf(context) ?? '' })],
  options: (context) => named(villages(context)),
  skip: 'filing.unknown',
  read: (typed, context) => matchArea(typed, villages(context)) ?? typed,
});

const villages = (context: Context): readonly string[] =>
  kelurahanOf(regionOf(context), areaSlot.of(context) ?? '') ?? [];

export const linkStep: Step<string> = skippableStep({
  slot: linkSlot,
  applies: (context) => areaSlot.of(context) === ONLINE,
  ask: () => [text('filing.link_ask')],
  skip: 'filing.skip',
  longest: 1000,
});
