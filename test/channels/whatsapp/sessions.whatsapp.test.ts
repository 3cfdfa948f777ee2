/** Signal sessions with people whose phones are not as one expects: each must still be heard and answered, and harm nobody else. */
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Channel } from '../../../src/channels/channel.ts';
import { connected } from './connected.ts';
import { channelOf, echoing, endChannel, heard, noted, type OwnedNumber } from './open.ts';

let number: OwnedNumber;
let channel: Channel;

connected((one) => {
  ({ number, channel } = one);
}, echoing);

test('who has installed the app anew is heard and answered, and so is everybody else', async () => {
  const [person, other] = [await number.whatsapp.contact(), await number.whatsapp.contact()];
  await person.says('satu');
  await other.says('satu');
  expect([await heard(person, 1), await heard(other, 1)]).toEqual([['satu'], ['satu']]);
  await person.reinstalls();
  await person.says('dua');
  await person.says('tiga');
  await other.says('dua');
  expect(await heard(person, 3)).toEqual(['satu', 'dua', 'tiga']);
  expect(await heard(other, 2)).toEqual(['satu', 'dua']);
  await number.whatsapp.settled();
});

test('whose session was changed in the database is heard and answered all the same', async () => {
  const [person, other] = [await number.whatsapp.contact(), await number.whatsapp.contact()];
  await person.says('satu');
  await other.says('satu');
  expect([await heard(person, 1), await heard(other, 1)]).toEqual([['satu'], ['satu']]);
  await endChannel(channel);
  await number.database.db.whatsappKey.updateMany({
    where: { type: 'session' },
    data: { value: Buffer.alloc(5000, 1) },
  });
  const next = channelOf(number);
  onTestFinished(() => endChannel(next));
  await next.start(echoing(next));
  await noted(number, 'open');
  await person.says('dua');
  await other.says('dua');
  expect([await heard(person, 2), await heard(other, 2)]).toEqual([
    ['satu', 'dua'],
    ['satu', 'dua'],
  ]);
});

test('nobody waits behind what cannot be read', async () => {
  const [person, other] = [await number.whatsapp.contact(), await number.whatsapp.contact()];
  await person.says('satu');
  await other.says('satu');
  await heard(person, 1);
  await heard(other, 1);
  const id = await person.says('dua');
  await heard(person, 2);
  // Whoever waits for a time now waits for ever.
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await person.again({ sameBytes: true });
  await other.says('dua');
  expect(await heard(other, 2)).toEqual(['satu', 'dua']);
  expect(await person.receiptOf(id, 'retry')).toMatchObject({ id });
});
