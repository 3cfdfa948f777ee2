/** The bot is killed again and again while people write to it on WhatsApp. */
import { expect, onTestFinished } from 'vitest';
import { chance, pastLeases } from '../../faults/kills.ts';
import type { Store } from '../../faults/store.ts';
import { Deployment } from './deployment.ts';

const [PEOPLE, EACH, KILLS] = [30, 12, 20];

/** A bot whose number is linked. Everything ends with the test. */
export async function deployed<S extends Store>(openStore: () => Promise<S>): Promise<{ store: S; at: Deployment }> {
  const store = await openStore();
  onTestFinished(store.drop);
  const at = await Deployment.open(store.settings);
  onTestFinished(() => at.close());
  await at.pair();
  return { store, at };
}

/** Nothing is lost, and nothing is done twice. */
export async function killedAgainAndAgain(openStore: () => Promise<Store>): Promise<void> {
  const { draw } = chance();
  const { store, at } = await deployed(openStore);
  const crowd = await Promise.all(Array.from({ length: PEOPLE }, () => at.whatsapp.contact()));
  const written = crowd.map(async (person) => {
    for (let n = 0; n < EACH; n += 1) {
      await person.says('bantuan');
      // Impatient people: not every answer is waited for.
      if (n % 3 === 2) await person.next(n);
    }
  });
  for (let n = 0; n < KILLS; n += 1) {
    at.start();
    await at.whatsapp.online();
    const before = await at.whatsapp.heard(0);
    // Mostly in the middle of answering, sometimes in that of receiving, before anything was answered.
    if (draw(5) > 0) await at.whatsapp.heard(Math.min(before + 1 + draw(15), PEOPLE * EACH - 1));
    await at.kill();
    // Who is killed when all is done has proved nothing.
    expect(await at.whatsapp.heard(0)).toBeLessThan(PEOPLE * EACH);
    await pastLeases(store);
  }
  at.start();
  await Promise.all(written);
  await Promise.all(crowd.map((person) => person.next(EACH)));
  await at.whatsapp.settled();
  // Some were answered twice, so that others may still wait for their answers.
  const unsent = (): Promise<number> => store.look(({ db }) => db.outbox.count());
  await expect.poll(unsent, { timeout: 60_000, interval: 100 }).toBe(0);
  await at.stop();
  await store.look(async ({ db }) => {
    const sessions = await db.session.findMany({ select: { version: true } });
    expect(sessions.map(({ version }) => version)).toEqual(crowd.map(() => EACH));
    expect([await db.whatsappInbox.count(), await db.outbox.count()]).toEqual([0, 0]);
  });
}
