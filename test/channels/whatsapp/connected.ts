/** What tests of one channel begin with: a number that is linked once, and for each test a channel that has it. */
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Channel } from '../../../src/channels/channel.ts';
import { Inbox } from '../../support/contract.ts';
import { channelOf, endChannel, noted, type OwnedNumber, openNumber } from './open.ts';

/** What of it is there while a test runs. */
export interface Connected {
  number: OwnedNumber;
  channel: Channel;
  inbox: Inbox;
}

/**
 * @param use told of the number, the channel and what it takes in, before each test
 * @param receiving what takes messages in; unless it says otherwise, an inbox
 */
export function connected(
  use: (one: Connected) => void,
  receiving: (channel: Channel, inbox: Inbox) => Parameters<Channel['start']>[0] = (_, inbox) => inbox.receive,
): void {
  let number: OwnedNumber;
  let channel: Channel;
  beforeAll(async () => {
    number = await openNumber();
  });
  afterAll(() => number.close());
  beforeEach(async () => {
    const inbox = new Inbox();
    channel = channelOf(number);
    use({ number, channel, inbox });
    await channel.start(receiving(channel, inbox));
    await noted(number, 'open');
  });
  afterEach(() => endChannel(channel));
}
