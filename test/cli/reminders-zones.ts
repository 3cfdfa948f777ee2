/** What `plan` says of a day that three zones share: a part of reminders.ts. */
import { expect, test } from 'vitest';
import { addDays, type Election, type IsoDay } from '../../src/domain/election.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import type { Cli } from '../support/cli.ts';
import { remindable } from '../support/remindable.ts';

/** What that part needs of the whole. */
interface Zoned {
  readonly db: () => PrismaClient;
  readonly cli: (also: Readonly<Record<string, string>>) => Cli;
  readonly today: () => IsoDay;
  election(quietSince: number, also: Partial<Election>): Promise<Election>;
}

export function zonesWork({ db, cli, today, election }: Zoned): void {
  test('hours are told with the name of their zone, and an invitation leaves whoever hears of a masa tenang alone', async () => {
    const day = addDays(today(), 2);
    await election(-2, { id: 'barat', zone: 'Asia/Jakarta' });
    await election(-2, { id: 'tengah', zone: 'Asia/Makassar' });
    await election(-40, { id: 'timur', zone: 'Asia/Jayapura', pledgeOpens: day });
    for (const where of ['barat', 'tengah']) {
      for (let n = 0; n < 5; n += 1) await remindable(db(), `${where} ${n}`, { pledged: [where] });
    }
    for (let n = 0; n < 6; n += 1) await remindable(db(), `timur ${n}`);
    const plan = cli({ REMIND_FROM: '08:00', REMIND_UNTIL: '17:00', REMIND_SPREAD_MINUTES: '90' });
    const { said } = await plan('reminders', 'plan', '--day', day, '--lang', 'en');
    expect(said.match(/\((barat|tengah|timur)\): \d+ messages|Telegram .*/g)).toEqual([
      '(tengah): 5 messages',
      'Telegram  5         08.00 WITA  09.30 WITA  1 minute',
      '(barat): 5 messages',
      'Telegram  5         08.00 WIB  09.30 WIB  1 minute',
      '(timur): 6 messages',
      'Telegram  6         08.00 WIT  09.30 WIT  1 minute',
    ]);
  });
}
