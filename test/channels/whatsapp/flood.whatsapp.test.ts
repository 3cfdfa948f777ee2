/** One contact who writes without end, and the bot that the others write to meanwhile. */
import { expect, test } from 'vitest';
import { putElection } from '../../../src/storage/elections.ts';
import { sampleElection } from '../../../src/storage/trial.ts';
import { postgresStore } from '../../faults/store.ts';
import { deployed } from './crash.ts';
import { enrol } from './deployment.ts';

const NIP = '198001012005011001';
const FLOOD = 500;
/** So many inputs that mean nothing are answered. */
const ANSWERED = 3;

test('of five hundred messages of one contact nothing is left, and whoever writes meanwhile is answered', async () => {
  const { at, store } = await deployed(postgresStore);
  await store.look(({ db }) => putElection(db, sampleElection(Date.now())));
  at.start();
  await at.whatsapp.online();
  const [flooding, other] = [await at.whatsapp.contact(), await at.whatsapp.contact()];
  await enrol(at, [{ nip: NIP, name: 'Eko Contoh', phone: other.pn }]);
  // What the other one says, and hears, each in the middle of the flood.
  const conversation = [
    ['ikrar', 'NIP'],
    [NIP, '*1.*'],
    ['1', '*1.*'],
  ] as const;
  for (const [n, [says, hears]] of conversation.entries()) {
    for (let m = 0; m < FLOOD / 4; m += 1) await flooding.says('pesan beruntun');
    await other.says(says);
    expect((await other.next(n + 1)).at(-1)?.text).toContain(hears);
  }
  for (let m = 0; m < FLOOD / 4; m += 1) await flooding.says('pesan beruntun');

  await flooding.says('bantuan');
  expect((await flooding.next(ANSWERED + 1)).at(-1)?.text).toContain('LAPOR');
  await at.whatsapp.settled();
  const kept = () => store.look(async ({ db }) => [await db.whatsappInbox.count(), await db.outbox.count()]);
  await expect.poll(kept).toEqual([0, 0]);
  await at.stop();
  expect(await flooding.receives()).toHaveLength(ANSWERED + 1);
  expect(await other.receives()).toHaveLength(conversation.length);
});
