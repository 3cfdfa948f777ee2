/** People whose LID changes: with WhatsApp's word that it is the same account the chat goes on, without it another one begins. */
import { expect, test } from 'vitest';
import type { Channel } from '../../../src/channels/channel.ts';
import { Inbox } from '../../support/contract.ts';
import { message } from '../../support/contract-words.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import { connected } from './connected.ts';
import { channelOf, endChannel, heard, noted, type OwnedNumber } from './open.ts';

let number: OwnedNumber;
let channel: Channel;
let inbox: Inbox;

connected((one) => {
  ({ number, channel, inbox } = one);
});

const chatOf = ({ lid }: WhatsAppPerson) => ({ channel: 'whatsapp', id: `${lid}@lid` }) as const;

/** Somebody who has written, and to whom everything of that was answered. */
async function known(of: { addressing?: 'lid' | 'pn' } = {}): Promise<WhatsAppPerson> {
  const person = await number.whatsapp.contact(of);
  await person.says('satu');
  await inbox.next();
  await channel.send(chatOf(person), message('Halo'));
  await person.next(1);
  await number.whatsapp.settled();
  return person;
}

test('who takes the account to another LID goes on in their chat, and is reached where they are', async () => {
  const person = await known();
  const chat = chatOf(person);
  await person.movesAccountTo('6281299900011');
  await number.whatsapp.noticed();
  await channel.send(chat, message('Sebelum ia menulis'));
  await person.says('dua');
  const arrived = await inbox.next();
  expect([arrived.address, arrived.sender]).toEqual([chat, '+6281299900011']);
  await number.whatsapp.settled();
  const between = chatOf(person).id;
  await person.movesAccountTo('6281299900012');
  await person.says('tiga', { sendPn: false });
  expect((await inbox.next()).address).toEqual(chat);
  await channel.send(chat, message('Halo lagi'));
  expect(await heard(person, 3)).toEqual(['Halo', 'Sebelum ia menulis', 'Halo lagi']);
  expect(await number.whatsapp.astray()).not.toContain(chat.id);
  await channel.erase(chat, []);
  const cleared = await number.whatsapp.cleared(3);
  expect(cleared.map((one) => one.chat)).toEqual([chat.id, between, chatOf(person).id]);
});

test('where somebody went is heard after a pause as well, and is known to whoever has the number next', async () => {
  const person = await known();
  const chat = chatOf(person);
  await endChannel(channel);
  await person.movesAccountTo('6281299900013');
  for (const words of ['dua', 'tiga']) {
    const [next, heardNext] = [channelOf(number), new Inbox()];
    await next.start(heardNext.receive);
    await noted(number, 'open');
    await person.says(words);
    expect((await heardNext.next()).address).toEqual(chat);
    await next.send(chat, message(words));
    await number.whatsapp.settled();
    await endChannel(next);
  }
  expect(await heard(person, 3)).toEqual(['Halo', 'dua', 'tiga']);
});

test('a move that cannot be kept is told again', async () => {
  const person = await known();
  const chat = chatOf(person);
  const { db } = number.database;
  await db.lease.updateMany({ data: { until: new Date(0) } });
  await person.movesAccountTo('6281299900014');
  await person.says('dua');
  expect((await inbox.next()).address).toEqual(chat);
});

test('who deletes the account and begins another begins another chat, and nobody writes to the old one', async () => {
  const person = await known();
  const [chat, { pn }] = [chatOf(person), person];
  await person.beginsAccount();
  const gone = { outcome: { kind: 'rejected', code: 'gone' } };
  await expect(channel.send(chat, message('Pengingat'))).rejects.toMatchObject(gone);
  await expect(channel.send(chat, message('Pengingat'))).rejects.toMatchObject(gone);
  expect((await number.whatsapp.astray()).filter((jid) => jid === chat.id)).toHaveLength(1);
  await person.says('dua');
  const arrived = await inbox.next();
  expect([arrived.address, arrived.sender]).toEqual([chatOf(person), `+${pn}`]);
  expect(arrived.address).not.toEqual(chat);
  await channel.send(arrived.address, message('Halo lagi'));
  expect(await heard(person, 2)).toEqual(['Halo', 'Halo lagi']);
});

test('whoever is given a number does not go on in the chat of who had it, though nobody tells their LID', async () => {
  const former = await known({ addressing: 'pn' });
  const heir = await number.whatsapp.contact({ addressing: 'pn' });
  const { pn } = former;
  await former.movesTo('6281299900015');
  await heir.movesTo(pn);
  await heir.says('satu', { sendPn: false });
  expect((await inbox.next()).address).toEqual(chatOf(heir));
  await channel.send(chatOf(heir), message('Halo'));
  await heard(heir, 1);
  await heir.says('dua', { sendPn: false });
  expect((await inbox.next()).address).toEqual(chatOf(heir));
});
