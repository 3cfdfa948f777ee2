import type { Bubble } from '../../support/contract-harness.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import { bubbleOf } from './open.ts';
import type { Stage } from './stage.ts';

/** Somebody who talks with the bot of a stage. */
export class Chat {
  readonly person: WhatsAppPerson;
  private readonly stage: Stage;
  private seen = 0;

  private constructor(stage: Stage, person: WhatsAppPerson) {
    this.stage = stage;
    this.person = person;
  }

  static async open(stage: Stage): Promise<Chat> {
    return new Chat(stage, await stage.at.whatsapp.contact());
  }

  /** @returns what is new on the phone once everything is answered */
  async says(...words: readonly string[]): Promise<readonly Bubble[]> {
    for (const one of words) {
      await this.person.says(one);
      await this.stage.quiet();
    }
    return this.shows();
  }

  /** What is new on the phone. */
  async shows(): Promise<readonly Bubble[]> {
    const all = await this.person.receives();
    const fresh = all.slice(this.seen).map(bubbleOf);
    this.seen = all.length;
    return fresh;
  }
}

/** They all do it at once. @returns what is new on each phone once everything is answered */
export async function together(
  stage: Stage,
  chats: readonly Chat[],
  does: (person: WhatsAppPerson, n: number) => Promise<unknown>,
): Promise<readonly (readonly Bubble[])[]> {
  await Promise.all(chats.map(({ person }, n) => does(person, n)));
  await stage.quiet();
  return Promise.all(chats.map((chat) => chat.shows()));
}

export const textOf = (bubbles: readonly Bubble[]): string => bubbles.map(({ text }) => text).join('\n\n');
