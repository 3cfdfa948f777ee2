/** People whose LID changes while something is on its way to them: it follows them, and the chat is not taken for gone. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Channel } from '../../../src/channels/channel.ts';
import { Inbox } from '../../support/contract.ts';
import { message } from '../../support/contract-words.ts';
import { postgresDatabase } from '../../support/database.ts';
import { copyHeld, holdCopies } from './hindrance.ts';
import { channelOf, endChannel, heard, noted, type OwnedNumber, openNumber } from './open.ts';

let number: OwnedNumber;
let channel: Channel;
beforeAll(async () => {
  number = await openNumber(postgresDatabase);
});
afterAll(() => number.close());
beforeEach(async () => {
  channel = channelOf(number);
  await channel.start(new Inbox().receive);
  await noted(number, 'open');
});
afterEach(() => endChannel(channel));

const chatOf = ({ lid }: { lid: string }) => ({ channel: 'whatsapp', id: `${lid}@lid` }) as const;

test('an answer to where somebody was a moment ago reaches them where they are now, and so does the next', async () => {
  const { whatsapp, database } = number;
  const [person, another] = [await whatsapp.contact(), await whatsapp.contact()];
  const chat = chatOf(person);
  await channel.send(chat, message('Halo'));
  await whatsapp.settled();
  // What is to be written waits: also where the account went to.
  const letGo = await holdCopies(database.db);
  const before = channel.send(chatOf(another), message('Halo'));
  await copyHeld(database.db);
  await person.movesAccountTo('6281299900021');
  const answer = channel.send(chat, message('Jawaban'));
  await letGo();
  await Promise.all([before, answer]);
  expect(await whatsapp.astray()).toEqual([chat.id]);
  await channel.send(chat, message('Halo lagi'));
  expect(await heard(person, 3)).toEqual(['Halo', 'Jawaban', 'Halo lagi']);
});
