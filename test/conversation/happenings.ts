/** What somebody else does while a conversation is played: an operator, a deploy, a machine in trouble. */
import { chatKey } from '../../src/conversation/chat.ts';
import type { DeliveryOptions } from '../../src/conversation/delivery.ts';
import { openSession, sealSession } from '../../src/conversation/memory.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import { withdrawPledge } from '../../src/storage/pledge-keeping.ts';
import type { Person } from '../support/contract-harness.ts';
import { keys, makeFile } from '../support/shell.ts';
import { type Happening, withoutFlow } from '../support/transcript.ts';

export class Meanwhile {
  private readonly db: PrismaClient;
  private readonly person: Person;
  private broken = false;

  constructor(db: PrismaClient, person: Person) {
    this.db = db;
    this.person = person;
  }

  readonly file: DeliveryOptions['file'] = async (attachment, language) => {
    if (this.broken) throw new Error('no room on the disk');
    return makeFile(attachment, language);
  };

  async happens(what: Happening): Promise<void> {
    switch (what) {
      case 'withdrawn':
        for (const { id } of await this.db.pledge.findMany()) await withdrawPledge(this.db, id);
        return;
      case 'conversation gone':
        return this.loseFlow();
      case 'no certificates':
        this.broken = true;
    }
  }

  private async loseFlow(): Promise<void> {
    const { bytes } = chatKey(keys, this.person.address);
    const key = new Uint8Array(bytes);
    const { body } = await this.db.session.findUniqueOrThrow({ where: { key } });
    const session = withoutFlow(openSession(keys, bytes, body));
    await this.db.session.update({ where: { key }, data: { body: new Uint8Array(sealSession(keys, bytes, session)) } });
  }
}
