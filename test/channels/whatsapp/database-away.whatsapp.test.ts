/** The database goes away while people write: nobody's message is answered for, and no session is taken for one that is not there. */
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/storage/db.ts';
import { gateTo } from '../../faults/gate.ts';
import { postgresDatabase } from '../../support/database.ts';
import { channelOf, echoing, endChannel, heard, noted, openNumber } from './open.ts';

test('who writes meanwhile is answered once when it is back, in the session there was', async () => {
  const number = await openNumber(postgresDatabase);
  onTestFinished(() => number.close());
  const gate = await gateTo(number.database.url ?? '');
  const behind = await openDatabase({ databaseUrl: gate.url, dataDir: 'unused' });
  onTestFinished(() => behind.close());
  const begin = async (): Promise<() => Promise<void>> => {
    const channel = channelOf({ ...number, database: behind });
    await channel.start(echoing(channel));
    await noted(number, 'open');
    return () => endChannel(channel);
  };
  const known = await number.whatsapp.contact();
  const stop = await begin();
  await known.says('satu');
  await heard(known, 1);
  await stop();

  // Nothing of the known one is in memory any more.
  onTestFinished(await begin());
  const stranger = await number.whatsapp.contact();
  await gate.shut();
  const sent = [await known.says('dua'), await stranger.says('halo')];
  await number.whatsapp.offline();
  expect(await number.whatsapp.unacknowledged()).toEqual(sent);
  await gate.open();
  await number.whatsapp.settled();
  await known.says('tiga');
  expect(await heard(known, 3)).toEqual(['satu', 'dua', 'tiga']);
  expect(await heard(stranger, 1)).toEqual(['halo']);
  const answers = [...(await known.receipts()), ...(await stranger.receipts())].map(({ type }) => type);
  expect(new Set(answers)).toEqual(new Set(['inactive', 'read']));
});
