/** What trial mode begins with: an election about to be held and people to try it with. Nobody of them exists. */
import { addDays, dayIn, type Election, pledgeIsOpen } from '../domain/election.ts';
import { SAMPLE_OFFICES, SAMPLE_REGION } from '../domain/region.ts';
import { type SyntheticPerson, syntheticPeople } from '../domain/synthetic.ts';
import type { Keys } from '../secrecy/keys.ts';
import type { PrismaClient } from './db.ts';
import { ensureOfficialIkrar } from './documents.ts';
import { findElection, putElection } from './elections.ts';
import { writeRoster } from './roster.ts';
import { seedTrialUnit } from './trial-unit.ts';

const SEED = 2029;
const PEOPLE = 60;
const ZONE = 'Asia/Jakarta';
const ELECTION = 'contoh';

/** Somebody to play in the simulator. */
export type Persona = SyntheticPerson;

/**
 * Puts the sample in: the official ikrar, an election that is open and whose masa tenang begins tomorrow, a unit that takes
 * reports, the offices of Kota Malang and their people. A later start changes nothing, but moves an election that is over to
 * tomorrow again.
 *
 * @param now ms since 1970
 * @param dataDir where the key of the unit is put
 * @returns the same people each time; the first few differ in how they can prove who they are
 */
export async function seedTrial(
  db: PrismaClient,
  keys: Keys,
  now: number,
  dataDir: string,
): Promise<readonly Persona[]> {
  await ensureOfficialIkrar(db);
  const known = await findElection(db, ELECTION);
  if (!known || !pledgeIsOpen(known, now)) await putElection(db, sampleElection(now));
  await seedTrialUnit(db, keys, now, { region: SAMPLE_REGION, zone: ZONE, dataDir });
  const people = [...syntheticPeople(SEED, PEOPLE, SAMPLE_OFFICES)];
  await writeRoster(
    db,
    keys,
    people.map((person) => ({ ...person, phone: person.phone ?? null })),
  );
  return byProof(people);
}

/** An election of the sample region whose pledge is open at a moment and whose masa tenang begins the day after. */
export function sampleElection(now: number): Election {
  const today = dayIn(ZONE, now);
  const votingDay = addDays(today, 4);
  const year = Number(votingDay.slice(0, 4));
  return {
    id: ELECTION,
    kind: 'pilkada',
    name: `Pilkada Contoh ${year}`,
    event: 'Pemilihan Contoh',
    year,
    region: SAMPLE_REGION,
    zone: ZONE,
    votingDay,
    quietFrom: addDays(today, 1),
    quietTo: addDays(today, 3),
    pledgeOpens: addDays(today, -14),
    pledgeCloses: addDays(today, 3),
    dayCounting: 'calendar',
    legal: ['SKB 2/2022', 'UU 10/2016'],
    texts: {},
  };
}

/** One of each way to prove oneself in front: number and code, number, code, neither. */
function byProof(people: readonly SyntheticPerson[]): readonly SyntheticPerson[] {
  const ways = [
    (one: SyntheticPerson) => one.phone && one.code,
    (one: SyntheticPerson) => one.phone && !one.code,
    (one: SyntheticPerson) => !one.phone && one.code,
    (one: SyntheticPerson) => !one.phone && !one.code,
  ];
  const front = ways.flatMap((way) => people.find(way) ?? []);
  return [...front, ...people.filter((person) => !front.includes(person))];
}
