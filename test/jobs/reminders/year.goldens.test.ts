/** A year on a clock that is set: what goes out, on which day, at which hour of the zone. Golden files, to be read. */
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { write } from '../../../src/channels/numbered.ts';
import { addDays, type Election } from '../../../src/domain/election.ts';
import { day } from '../../support/world.ts';
import { election, PEMILU, PILKADA, PSU } from './calendar.ts';
import { RemindersStage, SHARP } from './stage.ts';
import { staged } from './staged.ts';

const ZONES = { 'Asia/Jakarta': '+07:00', 'Asia/Makassar': '+08:00', 'Asia/Jayapura': '+09:00' } as const;
type Zone = keyof typeof ZONES;
const ALL_ZONES: readonly Zone[] = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'];

let stage: RemindersStage;
staged((one) => {
  stage = one;
});

interface Wanted {
  /** Days on which the service stood still. */
  readonly off?: readonly string[];
  readonly zone?: Zone;
  readonly hours?: readonly string[];
}

const ALL_DAY = ['00:05', '07:30', '07:59', '08:00', '12:00', '17:00', '23:30'];

/** Every day of some time, at some hours of a zone. */
async function days(
  from: string,
  to: string,
  { off = [], zone = 'Asia/Jakarta', hours = ALL_DAY }: Wanted = {},
): Promise<void> {
  for (let one = day(from); one <= to; one = addDays(one, 1)) {
    if (off.includes(one)) continue;
    for (const hour of hours) await stage.hour(`${one}T${hour}:00${ZONES[zone]}`);
  }
}

/**
 * The whole of it as text: day, hour with zone, whom, on which channel, and what. Of one hour by name: within it chance decides.
 *
 * @param zoneOf in which somebody lives
 */
function diary(zoneOf: (to: string) => Zone = () => 'Asia/Jakarta'): string {
  const inTurn = stage.told.toSorted((a, b) => a.at - b.at || a.to.localeCompare(b.to));
  const lines = inTurn.map(({ at, to, on, words, markup, choices }) => {
    const zone = zoneOf(to);
    const when = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
    const hour = `${when.toPlainDate()} ${when.toPlainTime().toString({ smallestUnit: 'minute' })}`;
    // A phone with WhatsApp shows no tags.
    const shown = on === 'whatsapp' ? write({ markup, choices }, '') : words;
    return `## ${hour} ${NAMES[zone]} · ${to} · ${on}\n${shown}\n`;
  });
  return lines.join('\n');
}
const NAMES: Readonly<Record<Zone, string>> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
};

const golden = (name: string): string => `golden/${name}.md`;

test('2024, each day spread over an hour: Pemilu, a PSU in summer, Pilkada; who pledged, who did not, and who did later', {
  timeout: 60_000,
}, async () => {
  stage = await RemindersStage.open(stage.db, { ...SHARP, spreadMinutes: 60 });
  await stage.elections(PEMILU, PSU, PILKADA);
  await stage.person('Sari', { pledged: [PEMILU.id, PSU.id, PILKADA.id] });
  await stage.person('Budi', { on: 'whatsapp', language: 'en', pledged: [PEMILU.id] });
  await stage.person('Tono', { on: 'whatsapp', pledged: [PSU.id] });
  await stage.person('Dewi', {});
  const hours = ['07:30', '08:00', '09:00'];
  await days('2024-01-01', '2024-02-08', { hours });
  await stage.pledges('Dewi', PEMILU.id);
  await days('2024-02-09', '2024-11-10', { hours });
  await stage.pledges('Budi', PILKADA.id);
  await days('2024-11-11', '2024-12-31', { hours });
  await expect(diary()).toMatchFileSnapshot(golden('2024'));
});

test('two elections whose masa tenang overlap: one message a day, and silence on a voting day', async () => {
  const later = election('PSU', 'psu', '2024-11-29');
  await stage.elections(PILKADA, later);
  await stage.person('Sari', { pledged: [PILKADA.id, later.id] });
  await days('2024-11-15', '2024-11-30');
  await expect(diary()).toMatchFileSnapshot(golden('overlap'));
});

test('a date that changes moves what was not sent', async () => {
  await stage.elections(PILKADA);
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await days('2024-11-20', '2024-11-24');
  await stage.plan('2024-11-25T07:30:00+07:00');
  const moved: Election = { ...PILKADA, ...datesOf(election('', 'pilkada', '2024-12-04')) };
  await stage.elections(moved);
  await days('2024-11-25', '2024-12-05');
  await expect(diary()).toMatchFileSnapshot(golden('moved'));
});

test.each(ALL_ZONES)('eight in the morning is that of %s', async (zone) => {
  await stage.elections({ ...PILKADA, zone });
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await days('2024-11-23', '2024-11-27', { zone });
  await expect(diary(() => zone)).toMatchFileSnapshot(golden(NAMES[zone]));
});

/** Somebody in each zone, each with an election of their own there; all of them vote on the same day. */
async function threeZones(): Promise<void> {
  await stage.elections(...ALL_ZONES.map((zone) => ({ ...PILKADA, id: `Pilkada ${NAMES[zone]}`, zone })));
  for (const zone of ALL_ZONES) await stage.person(NAMES[zone], { pledged: [`Pilkada ${NAMES[zone]}`] });
}
const zoneOfName = (to: string): Zone => ALL_ZONES.find((zone) => to.startsWith(`${NAMES[zone]} `)) ?? 'Asia/Jakarta';

test('elections of three zones on the same day: everybody hears of their own, at eight of their own zone', async () => {
  await threeZones();
  // By the clock of WIB: eight in WIT is six there, and ten in WIT is the hour when WIB begins.
  const hours = ['00:05', '05:30', '05:59', '06:00', '06:59', '07:00', '07:59', '08:00', '15:00', '17:00', '22:30'];
  await days('2024-11-23', '2024-11-27', { hours });
  await expect(diary(zoneOfName)).toMatchFileSnapshot(golden('zones'));
});

test('spread over an hour: nothing at eight, everything by nine, in each zone', async () => {
  stage = await RemindersStage.open(stage.db, { ...SHARP, spreadMinutes: 60 });
  await threeZones();
  const hours = ['05:30', '06:00', '07:00', '08:00', '09:00', '10:00'];
  await days('2024-11-24', '2024-11-24', { hours });
  await expect(diary(zoneOfName)).toMatchFileSnapshot(golden('spread'));
});

test('a service that stood still for a day: an invitation comes the next morning, the text of a day does not', async () => {
  await stage.elections(PILKADA);
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.person('Budi', {});
  await days('2024-10-25', '2024-11-27', {
    off: ['2024-10-28', '2024-11-17', '2024-11-25'],
    hours: ['07:30', '08:00', '17:00'],
  });
  await expect(diary()).toMatchFileSnapshot(golden('standstill'));
});

test.each([
  ['the day before the week before masa tenang', 'opens-week', -8],
  ['in masa tenang', 'opens-quiet', 1],
])('a pledge that opens %s is invited to on that day too', async (_, name, opens) => {
  const late = { ...PSU, pledgeOpens: addDays(PSU.quietFrom, opens) };
  await stage.elections(late);
  await stage.person('Sari', { pledged: [PSU.id] });
  await stage.person('Budi', {});
  await stage.person('Tono', { on: 'whatsapp' });
  await days(addDays(late.pledgeOpens, -1), late.pledgeOpens);
  await stage.pledges('Budi', PSU.id);
  await days(addDays(late.pledgeOpens, 1), PSU.votingDay);
  await expect(diary()).toMatchFileSnapshot(golden(name));
});

test('a clock that jumps sends nothing twice and nothing at night', async () => {
  await stage.elections(PILKADA);
  await stage.person('Sari', { pledged: [PILKADA.id] });
  for (const moment of [
    '24T07:30',
    '24T09:00',
    '23T09:00',
    '24T09:05',
    '26T03:00',
    '25T10:00',
    '25T23:00',
    '25T10:30',
  ]) {
    await stage.hour(`2024-11-${moment}:00+07:00`);
  }
  await expect(diary()).toMatchFileSnapshot(golden('clock'));
});

const datesOf = ({ votingDay, quietFrom, quietTo, pledgeOpens, pledgeCloses }: Election) => ({
  votingDay,
  quietFrom,
  quietTo,
  pledgeOpens,
  pledgeCloses,
});
