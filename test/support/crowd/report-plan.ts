/** What people do who report something, in full or the short way, each in their own manner. */
import type { Act, Step } from './plan.ts';
import { fragment, label as labelOf } from './words.ts';

export interface Manner {
  /** What happened, in words that nobody else uses. */
  readonly account: string;
  /** Answers all questions. */
  readonly full: boolean;
  readonly photo?: Buffer;
  /** Waits until the picture is secured before anything else is done. */
  readonly patient: boolean;
  readonly place: 'known' | 'unknown' | 'online';
  /** Types the end of the code, to show that it was kept. */
  readonly checks: boolean;
  /** Has the message with the code stay when the conversation is erased. */
  readonly keepsCode: boolean;
}

/** The bot says so when a piece is kept … */
export const SECURED: string = fragment('filing.piece_cleaned');
/** … and when it could not be. */
export const FAILED: string = fragment('filing.piece_failed');

const tap = (label: string): Act => ({ taps: label });
const BUTTON = {
  full: labelOf('filing.notice_full'),
  brief: labelOf('filing.notice_brief'),
  campaign: labelOf('report.category_kampanye'),
  servant: labelOf('filing.kind_pns'),
  leader: labelOf('filing.role_leader'),
  today: labelOf('filing.known_today'),
  enough: labelOf('filing.more_none'),
  unknown: labelOf('filing.unknown'),
  online: labelOf('filing.area_online'),
  skip: labelOf('filing.skip'),
  none: labelOf('filing.evidence_none'),
  done: labelOf('filing.evidence_done'),
  file: labelOf('filing.review_file'),
  unchecked: labelOf('filing.kept_skip'),
  most: labelOf('filing.trail_most'),
  all: labelOf('filing.trail_all'),
};

export function reportPlan(manner: Manner): readonly Step[] {
  const { full, photo, patient, checks, keepsCode } = manner;
  const review = [fragment('filing.review_ask')];
  return [
    { act: { says: '/lapor' }, hears: [fragment('filing.notice_ask')] },
    ...(full ? inFull(manner) : inBrief(manner)),
    ...(photo ? attached(photo, patient) : []),
    { act: tap(photo ? BUTTON.done : BUTTON.none), hears: full ? [fragment('filing.more_ask')] : review },
    ...(full ? [{ act: tap(BUTTON.enough), hears: review }] : []),
    // Whoever is told that a piece is on its way tries again when it came.
    { act: tap(BUTTON.file), hears: [fragment('filing.kept_ask')], again: [SECURED, FAILED] },
    { act: checks ? { copies: 'end of the code' } : tap(BUTTON.unchecked), hears: [fragment('filing.trail_ask')] },
    { act: tap(keepsCode ? BUTTON.most : BUTTON.all), hears: [fragment('filing.any_time')] },
  ];
}

const inBrief = ({ account, place }: Manner): readonly Step[] => [
  { act: tap(BUTTON.brief), hears: [fragment('filing.account_ask')] },
  { act: { says: account }, hears: [fragment('filing.area_ask')] },
  ...placed(place),
];

const inFull = ({ account }: Manner): readonly Step[] => [
  { act: tap(BUTTON.full), hears: [fragment('filing.category_ask')] },
  { act: tap(BUTTON.campaign), hears: [fragment('filing.area_ask')] },
  { act: tap('Klojen'), hears: [fragment('filing.village_ask', { area: 'Klojen' })] },
  { act: { says: 'Kasin' }, hears: [fragment('filing.who_ask')] },
  { act: { says: 'Camat Contoh' }, hears: [fragment('filing.kind_ask')] },
  { act: tap(BUTTON.servant), hears: [fragment('filing.role_ask')] },
  { act: tap(BUTTON.leader), hears: [fragment('filing.account_ask')] },
  { act: { says: account }, hears: [fragment('filing.happened_ask')] },
  { act: { says: 'kemarin' }, hears: [fragment('filing.known_ask')] },
  { act: tap(BUTTON.today), hears: [fragment('filing.evidence_ask')] },
];

function placed(place: Manner['place']): readonly Step[] {
  const asked = [fragment('filing.evidence_ask')];
  if (place === 'known') return [{ act: tap('Klojen'), hears: asked }];
  if (place === 'unknown') return [{ act: tap(BUTTON.unknown), hears: asked }];
  return [
    { act: tap(BUTTON.online), hears: [fragment('filing.link_ask')] },
    { act: tap(BUTTON.skip), hears: asked },
  ];
}

const attached = (photo: Buffer, patient: boolean): readonly Step[] => [
  { act: { attaches: photo }, hears: patient ? [SECURED, FAILED] : [fragment('filing.evidence_taken')] },
];
