import { Temporal } from 'temporal-polyfill';
import { dayIn } from '../../domain/election.ts';
import { text } from '../../domain/message.ts';
import { type Nip, parseNip, toAsciiDigits } from '../../domain/nip.ts';
import type { Person } from '../../domain/pledge.ts';
import { type Context, type Step, slot } from '../../engine/flow.ts';
import type { Json, Session } from '../../engine/types.ts';
import { electionOf } from './election.ts';

/** Only {@link parseNip} writes it, after which eighteen digits are enough to know it again. */
const isNip = (value: Json): value is Nip => typeof value === 'string' && /^\d{18}$/.test(value);

export const nipSlot = slot('nip', isNip);

/** Each rule a NIP breaks has words of its own; one that is not in the roster is sent to the OPD. */
export const nipStep: Step<Nip> = {
  slot: nipSlot,
  ask: (context) => {
    const election = electionOf(context);
    return {
      intro: election ? [text('pledge.welcome', { election: election.name, region: election.region })] : [],
      paragraphs: [text('pledge.nip_ask')],
    };
  },
  accept: async ({ world, ...context }, input) => {
    if (input.kind !== 'text') return { kind: 'again', says: [text('pledge.nip_not_text')] };
    const zone = electionOf({ world, ...context })?.zone ?? 'Asia/Jakarta';
    const read = parseNip(input.text, Temporal.PlainDate.from(dayIn(zone, world.now)));
    if (!read.ok) {
      const says = [text(`pledge.nip_${read.fault}`)];
      return looksLikeNip(input.text) ? { kind: 'again', says, meant: true } : { kind: 'again', says };
    }
    const person = await world.directory.person(read.nip);
    return person
      ? { kind: 'answer', value: read.nip }
      : { kind: 'again', says: [text('pledge.nip_unlisted')], meant: true };
  },
};

/** Whether a pledge is under way in which somebody has named a NIP of the roster. */
export const hasNamedNip = ({ frames }: Session): boolean =>
  frames.some(({ answers }) => answers.some(({ step }) => step === nipSlot.id));

/** Most of the digits of a NIP: somebody is trying. */
const looksLikeNip = (typed: string): boolean => toAsciiDigits(typed).replace(/\D/g, '').length >= 10;

/** The roster's row of the NIP that was typed. */
export async function rosterPerson(context: Context): Promise<Person | undefined> {
  const nip = nipSlot.of(context);
  return nip ? context.world.directory.person(nip) : undefined;
}
