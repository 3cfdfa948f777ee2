/** What WhatsApp does not take of what is said, at once or later: who is tried again, and who is written to no more. */
import { expect, test } from 'vitest';
import type { Channel } from '../../../src/channels/channel.ts';
import { TOLD_MS } from '../../../src/channels/whatsapp/breaker.ts';
import { message } from '../../support/contract-words.ts';
import { connected } from './connected.ts';
import { heard, noted, type OwnedNumber } from './open.ts';

let number: OwnedNumber;
let channel: Channel;

connected((one) => {
  ({ number, channel } = one);
});

const address = ({ lid }: { lid: string }) => ({ channel: 'whatsapp', id: `${lid}@lid` }) as const;

test('reminders may go out while all is well', () => {
  expect(channel.mayRemind()).toBe(true);
});

test.each([0, 300])('a restricted number is told of, and nobody is tried again: 463 after %s ms', async (delay) => {
  const person = await number.whatsapp.contact();
  await person.says('halo');
  await number.whatsapp.failNext(463, delay);
  const sending = channel.send(address(person), message('Halo'));
  await expect(sending).rejects.toMatchObject({ outcome: { kind: 'owed', code: 463 } });
  expect(channel.trouble()).toBe('refused 463');
  // Answers go on; what nobody asked for does not.
  expect(channel.mayRemind()).toBe(false);
  expect(await person.receives()).toEqual([]);
  // Who wrote first is still answered.
  await channel.send(address(person), message('Halo lagi'));
  expect((await person.next(1)).map(({ text }) => text)).toEqual(['Halo lagi']);
});

/** Longer than an answer of the server is waited for, ms. */
const TOO_LATE = 20_500;

test('nobody is tried again, also where the refusal comes after nobody waited for it any more', async () => {
  const person = await number.whatsapp.contact();
  await person.says('halo');
  await number.whatsapp.failNext(463, TOO_LATE);
  const answer = { ...message('Halo'), once: 'the same' };
  await expect(channel.send(address(person), answer)).rejects.toMatchObject({ outcome: { kind: 'retry' } });
  await expect.poll(() => channel.trouble()).toBe('refused 463');
  await expect(channel.send(address(person), answer)).rejects.toMatchObject({ outcome: { kind: 'owed', code: 463 } });
  expect(await person.receives()).toEqual([]);
  // Asked for again, it goes out.
  await channel.send(address(person), answer);
  expect(await heard(person, 1)).toEqual(['Halo']);
});

test('what WhatsApp fails at is tried again, and told nobody but the one it is for', async () => {
  const person = await number.whatsapp.contact();
  await number.whatsapp.failNext(500);
  const sending = channel.send(address(person), message('Halo'));
  await expect(sending).rejects.toMatchObject({ outcome: { kind: 'retry', everybody: false } });
  await channel.send(address(person), message('Halo'));
  expect((await person.next(1)).map(({ text }) => text)).toEqual(['Halo']);
  expect(channel.trouble()).toBeUndefined();
});

test.each([429, 403])(
  'after %s reminders stop first; refused once more, nothing goes out for a while',
  async (code) => {
    const [person, other] = [await number.whatsapp.contact(), await number.whatsapp.contact()];
    const sending = (to: typeof person) => channel.send(address(to), message('Halo'));
    await number.whatsapp.failNext(code);
    await expect(sending(person)).rejects.toMatchObject({ outcome: { kind: 'retry', everybody: false } });
    expect(channel.mayRemind()).toBe(false);
    await noted(number, `open refused ${code}`);
    await sending(other);
    expect(await heard(other, 1)).toEqual(['Halo']);

    for (const everybody of [false, true]) {
      await number.whatsapp.failNext(code);
      await expect(sending(person)).rejects.toMatchObject({ outcome: { kind: 'retry', everybody } });
    }
    await expect(sending(other)).rejects.toMatchObject({ outcome: { kind: 'retry', everybody: true } });
    expect([await person.receives(), (await other.receives()).length]).toEqual([[], 1]);
  },
);

test('a refusal that comes when nobody waits for it any more is told as well, and holds reminders wherever the number is', async () => {
  const { db } = number.database;
  const person = await number.whatsapp.contact();
  await channel.send(address(person), message('Halo'));
  const [taken] = await person.next(1);
  expect([channel.trouble(), channel.mayRemind()]).toEqual([undefined, true]);
  const before = Date.now();
  await number.whatsapp.refuse(taken?.id ?? '', `${person.lid}@lid`, 463);
  await expect.poll(() => channel.trouble()).toBe('refused 463');
  expect(channel.mayRemind()).toBe(false);
  const held = async () => (await db.budget.findUnique({ where: { channel: 'whatsapp' } }))?.heldUntil.getTime();
  await expect.poll(held).toBeGreaterThanOrEqual(before + TOLD_MS);
  // Whoever writes is answered.
  await channel.send(address(person), message('Halo lagi'));
  expect(await heard(person, 2)).toEqual(['Halo', 'Halo lagi']);
});
