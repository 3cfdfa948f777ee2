/** What the people of the crowd do: the whole pledge, each in their own way. */
import type { Nip } from '../../../src/domain/nip.ts';
import { fragment, label } from './words.ts';

export type Act =
  | { readonly says: string }
  | { readonly taps: string }
  | { readonly shares: 'own contact' }
  | { readonly attaches: Buffer }
  /** Types something that only the chat tells. */
  | { readonly copies: 'end of the code' };

/** Something done once, and what is then heard, one or the other, before anything else is done. */
export interface Step {
  readonly act: Act;
  readonly hears: readonly string[];
  /** Heard meanwhile, it is a reason to do it once more. */
  readonly again?: readonly string[];
}

export interface Habits {
  readonly nip: Nip;
  /** Tries a code that is wrong first, once. */
  readonly wrongCode: boolean;
  /** Asks what the first point means. */
  readonly curious: boolean;
}

/** The bot says so once the pledge is recorded: from then on it must never be lost. */
export const ACKNOWLEDGED: string = fragment('pledge.recorded');

/** The bot says so where a certificate could not be made. */
export const NO_CERTIFICATE: string = fragment('engine.file_failed');

const POINTS = 4;

export function plan({ nip, wrongCode, curious }: Habits): readonly Step[] {
  const agree: Act = { taps: label('pledge.point_agree') };
  const point = (n: number): string => fragment('pledge.point', { n, of: POINTS, point: '' });
  return [
    { act: { says: '/ikrar' }, hears: [fragment('pledge.nip_ask')] },
    { act: { says: nip }, hears: [fragment('pledge.proof_ask_contact')] },
    ...(wrongCode ? triesACode() : []),
    { act: { shares: 'own contact' }, hears: [fragment('pledge.person_ask')] },
    { act: { taps: label('pledge.person_yes') }, hears: [point(1)] },
    ...(curious ? [{ act: { taps: label('pledge.point_explain') }, hears: [fragment('pledge.explain_ikrar_1')] }] : []),
    ...Array.from({ length: POINTS - 1 }, (_, n): Step => ({ act: agree, hears: [point(n + 2)] })),
    { act: agree, hears: [fragment('pledge.confirm_ikrar', { closing: '' })] },
    { act: { taps: label('pledge.confirm_yes') }, hears: [fragment('pledge.remind_ask')] },
    { act: { taps: label('settings.reminders_yes') }, hears: [fragment('pledge.done')] },
  ];
}

const triesACode = (): readonly Step[] => [
  { act: { says: label('pledge.proof_code') }, hears: [fragment('pledge.code_ask')] },
  { act: { says: 'AAAA-AAA1' }, hears: [fragment('pledge.code_wrong')] },
  { act: { taps: label('pledge.code_switch') }, hears: [fragment('pledge.proof_ask_contact')] },
];
