/**
 * One contract for every channel: what a person does arrives, is acknowledged only after its turn, and what the bot says
 * is seen. A channel's test calls {@link channelContract} with its {@link Harness} and adds what is its platform's alone.
 */
import { afterEach, describe } from 'vitest';
import type { Ability, Channel } from '../../src/channels/channel.ts';
import { buttons, contact } from './contract-buttons.ts';
import { erasing } from './contract-erasing.ts';
import type { Harness, Person, Platform } from './contract-harness.ts';
import { Inbox } from './contract-inbox.ts';
import { media } from './contract-media.ts';
import { receiving } from './contract-receiving.ts';
import { sending } from './contract-sending.ts';

export type * from './contract-harness.ts';
export { Inbox } from './contract-inbox.ts';

/** A started channel with one person in it. */
export interface Opened {
  readonly platform: Platform;
  readonly channel: Channel;
  readonly inbox: Inbox;
  readonly person: Person;
}

/** Runs the contract. `abilities` says which parts of it apply; the channel must claim exactly these. */
export function channelContract(name: string, abilities: readonly Ability[], harness: Harness): void {
  describe(name, () => {
    const opened: Platform[] = [];
    afterEach(async () => {
      for (const platform of opened.splice(0)) {
        await platform.channel.stop();
        await platform.close();
      }
    });

    const open = async (): Promise<Opened> => {
      const platform = await harness.open();
      opened.push(platform);
      const { channel } = platform;
      const claimed = [...channel.abilities].sort().join();
      if (claimed !== [...abilities].sort().join()) throw new Error(`${channel.name} claims ${claimed}`);
      const inbox = new Inbox();
      await channel.start(inbox.receive);
      return { platform, channel, inbox, person: await platform.person() };
    };

    receiving(harness, open);
    sending(harness, open);
    media(harness, open);
    if (abilities.includes('buttons')) buttons(open);
    if (abilities.includes('contact')) contact(open);
    if (abilities.includes('erase')) erasing(harness, abilities, open);
  });
}
