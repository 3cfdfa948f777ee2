/** Elections as they were, and as they might be. */
import { addDays, type Election, type ElectionKind } from '../../../src/domain/election.ts';
import { day, ELECTION } from '../../support/world.ts';

const EVENTS = { pemilu: 'Pemilihan Umum', pilkada: 'Pemilihan Serentak', psu: 'Pemungutan Suara Ulang' } as const;

/** An election whose masa tenang is the three days before the vote; the pledge opens so many days before that. */
export function election(id: string, kind: ElectionKind, vote: string, also: Partial<Election> = {}): Election {
  const votingDay = day(vote);
  return {
    ...ELECTION,
    id,
    kind,
    name: id,
    year: Number(vote.slice(0, 4)),
    event: EVENTS[kind],
    votingDay,
    quietFrom: addDays(votingDay, -3),
    quietTo: addDays(votingDay, -1),
    pledgeOpens: addDays(votingDay, -30),
    pledgeCloses: addDays(votingDay, -1),
    ...also,
  };
}

export const PEMILU = election('Pemilu 2024', 'pemilu', '2024-02-14');
export const PILKADA = election('Pilkada 2024', 'pilkada', '2024-11-27');
/** A by-election of some places, ordered at short notice. */
export const PSU = election('PSU 2024', 'psu', '2024-07-13', { pledgeOpens: day('2024-07-01') });
