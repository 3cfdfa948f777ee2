/** The people of the bench: in the roster with a number, so that a shared contact proves them. */
import type { Nip } from '../../src/domain/nip.ts';
import type { Phone } from '../../src/domain/phone.ts';
import { SAMPLE_OFFICES } from '../../src/domain/region.ts';
import { type SyntheticPerson, syntheticPeople } from '../../src/domain/synthetic.ts';

const SEED = 1945;
/** As many as can have a synthetic number. */
const MOST = 9_999;

/** Everybody, the same in every process. */
export const roster = (): readonly SyntheticPerson[] => [...syntheticPeople(SEED, MOST, SAMPLE_OFFICES)];

/** Those who can play a dialogue, in order. */
export const players = (): readonly { nip: Nip; phone: Phone }[] =>
  roster().flatMap(({ nip, phone }) => (phone ? [{ nip, phone }] : []));
