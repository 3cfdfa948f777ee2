/**
 * The contract of channels within one process, which has the channel in its hands: real Baileys against the loopback WhatsApp,
 * in place of the conversation an inbox. The same is run on a whole bot in contract-bot.whatsapp.test.ts, but for what does not
 * show from outside of one:
 *
 * - Under which names messages come, and that one which failed comes again under its own: outside it is answered once.
 * - As what each sending is understood: several are answered in the same words. That each is answered is in the transcripts, but
 *   for documents, which are among the files of the other, and reactions, which are not answered.
 * - That a picture may have words and answers under it, more than there is room for, a text 9,000 characters, and a link words of
 *   its own: the bot says nothing of the kind.
 * - That it may show to nobody at all that an answer is coming: the bot writes to those who wrote.
 * - By which name sending fails, and fetching: outside nothing comes, and it is said that the file could not be secured.
 * - That a file is fetched again after a crash, and under no reference but one that the channel made: outside there are none, but
 *   what senders put into them is tried there. In crash.ts bots are killed while people send pictures, at moments that nobody
 *   chooses.
 */
import { afterAll, beforeAll } from 'vitest';
import { channelContract } from '../../support/contract.ts';
import { type OwnedNumber, openNumber, whatsappHarness } from './open.ts';

let number: OwnedNumber;
beforeAll(async () => {
  number = await openNumber();
});
afterAll(() => number.close());

channelContract(
  'WhatsApp',
  ['sender'],
  whatsappHarness(() => number),
);
