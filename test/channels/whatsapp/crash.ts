/** The bot is killed again and again while people write to it on WhatsApp. */
import { expect, onTestFinished } from 'vitest';
import { chance, pastLeases } from '../../faults/kills.ts';
import type { Store } from '../../faults/store.ts';
import { Deployment } from './deployment.ts';
import { Reporters, WAVES } from './reporters.ts';

const [PEOPLE, EACH, REPORTERS] = [24, 12, 6];

/** A bot whose number is linked. Everything ends with the test. */
export async function deployed<S extends Store>(openStore: () => Promise<S>): Promise<{ store: S; at: Deployment }> {
  const store = await openStore();
  onTestFinished(store.drop);
  const at = await Deployment.open(store.settings);
  onTestFinished(() => at.close());
  await at.pair();
  return { store, at };
}

/**
 * Nothing is lost, and nothing is done twice; among those who write some report something.
 *
 * @param kills before one more for each wave of reports, at the moment somebody of it has read their code
 */
export async function killedAgainAndAgain(openStore: () => Promise<Store>, kills: number): Promise<void> {
  const { draw } = chance();
  const { store, at } = await deployed(openStore);
  const reporters = await Reporters.gather(at, store, REPORTERS);
  const crowd = await Promise.all(Array.from({ length: PEOPLE }, () => at.whatsapp.contact()));
  const reported = reporters.report();
  const lastWords = WAVES.map(() => Promise.withResolvers<void>());
  const written = crowd.map(async (person, who) => {
    for (let n = 0; n < EACH; n += 1) {
      if (n === EACH - 1) await lastWords[who % WAVES.length]?.promise;
      await person.says('bantuan');
      // Impatient people: not every answer is waited for.
      if (n % 3 === 2) await person.next(n);
    }
  });
  const beforeTheLast = PEOPLE * (EACH - 1);
  /** Messages that were on their way to the bot when it was killed, and of which WhatsApp never heard that they had come. */
  let underWay = 0;
  const killNow = async (): Promise<void> => {
    const sent = await at.whatsapp.unacknowledged();
    await at.kill();
    await at.whatsapp.offline();
    const left = new Set(await at.whatsapp.unacknowledged());
    underWay += sent.filter((id) => left.has(id)).length;
  };
  for (let n = 0; n < kills; n += 1) {
    at.start();
    await at.whatsapp.online();
    const before = await at.whatsapp.heard(0);
    // Mostly in the middle of answering; at first, and sometimes later, in that of receiving, before anything was answered.
    if (n > 0 && draw(5) > 0) await at.whatsapp.heard(Math.min(before + 1 + draw(15), beforeTheLast - 1));
    await killNow();
    // Who is killed when all is done has proved nothing.
    expect(await at.whatsapp.heard(0)).toBeLessThan(beforeTheLast);
    await pastLeases(store);
  }
  // And the moment somebody has read their code, while others write.
  for (const wave of WAVES) {
    at.start();
    await at.whatsapp.online();
    await reporters.shown(wave);
    lastWords[wave]?.resolve();
    await killNow();
    const answered = (await Promise.all(crowd.map((person) => person.receives()))).flat();
    expect(answered.length).toBeLessThan(PEOPLE * EACH);
    await pastLeases(store);
  }
  at.start();
  await Promise.all(written);
  await reported;
  await Promise.all(crowd.map((person) => person.next(EACH)));
  await at.whatsapp.settled();
  const unsent = (): Promise<number> => store.look(({ db }) => db.outbox.count());
  await expect.poll(unsent, { timeout: 60_000, interval: 100 }).toBe(0);
  // Whoever was sent an answer again, since nobody knew whether they had it, was shown it once.
  for (const person of crowd) expect(await person.receives()).toHaveLength(EACH);
  await at.stop();
  // Else no kill was in the middle of receiving.
  expect(underWay).toBeGreaterThan(0);
  await store.look(async ({ db }) => {
    const sessions = await db.session.findMany({ select: { version: true }, orderBy: { version: 'asc' } });
    const turns = [...reporters.turns].sort((a, b) => a - b);
    expect(sessions.map(({ version }) => version)).toEqual([...turns, ...crowd.map(() => EACH)]);
    expect([await db.whatsappInbox.count(), await db.outbox.count()]).toEqual([0, 0]);
  });
  await reporters.expectAllFiled(at);
}
