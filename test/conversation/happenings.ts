/** What somebody else does while a conversation is played: an operator, a deploy, a machine in trouble. */
import { chatKey, nameOf } from '../../src/conversation/chat.ts';
import type { DeliveryOptions } from '../../src/conversation/delivery.ts';
import { openSession, sealSession } from '../../src/conversation/memory.ts';
import { EpochKeys } from '../../src/secrecy/epoch.ts';
import type { PrismaClient } from '../../src/storage/db.ts';
import { withdrawPledge } from '../../src/storage/pledge-keeping.ts';
import type { Person } from '../support/contract-harness.ts';
import { EPOCHS, keys, makeFile } from '../support/shell.ts';
import { type Happening, type ReportHappening, withoutFlow } from '../support/transcript.ts';

export class Meanwhile {
  private readonly db: PrismaClient;
  private readonly person: Pick<Person, 'address'>;
  private readonly now: () => number;
  private readonly epochs = new EpochKeys(EPOCHS, keys);
  private broken = false;

  constructor(db: PrismaClient, person: Pick<Person, 'address'>, now: () => number) {
    this.db = db;
    this.person = person;
    this.now = now;
  }

  readonly file: DeliveryOptions['file'] = async (attachment, language) => {
    if (this.broken) throw new Error('no room on the disk');
    return makeFile(attachment, language);
  };

  async happens(what: Exclude<Happening, ReportHappening>): Promise<void> {
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
    const { address } = this.person;
    const { bytes } = chatKey(keys, address);
    const key = new Uint8Array(bytes);
    const chat = { bytes, address: nameOf(address) };
    const epoch = await this.epochs.current(this.now());
    const { body } = await this.db.session.findUniqueOrThrow({ where: { key } });
    const session = withoutFlow(await openSession(keys, (id) => this.epochs.find(id, this.now()), chat, body));
    const sealed = sealSession(keys, epoch, chat, session);
    await this.db.session.update({ where: { key }, data: { body: new Uint8Array(sealed), version: { increment: 1 } } });
  }
}
