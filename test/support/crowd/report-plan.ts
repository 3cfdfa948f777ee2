/** What people do who report something: the short way, each in their own manner. */

import type { Act, Step } from './plan.ts';
import { fragment, label as labelOf } from './words.ts';

export interface Manner {
  /** What happened, in words that nobody else uses. */
  readonly account: string;
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
  brief: labelOf('filing.notice_brief'),
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

export function reportPlan({ account, photo, patient, place, checks, keepsCode }: Manner): readonly Step[] {
  return [
    { act: { says: '/lapor' }, hears: [fragment('filing.notice_ask')] },
    { act: tap(BUTTON.brief), hears: [fragment('filing.account_ask')] },
    { act: { says: account }, hears: [fragment('filing.area_ask')] },
    ...placed(place),
    ...(photo ? attached(photo, patient) : []),
    { act: tap(photo ? BUTTON.done : BUTTON.none), hears: [fragment('filing.review_ask')] },
    // Whoever is told that a piece is on its way tries again when it came.
    { act: tap(BUTTON.file), hears: [fragment('filing.kept_ask')], again: [SECURED, FAILED] },
    { act: checks ? { copies: 'end of the code' } : tap(BUTTON.unchecked), hears: [fragment('filing.trail_ask')] },
    { act: tap(keepsCode ? BUTTON.most : BUTTON.all), hears: [fragment('filing.trail_erasing')] },
  ];
}

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
