import { expect, test } from 'vitest';
import { Acks, NoAnswerError } from '../../../src/channels/whatsapp/acks.ts';

/** Longer than any test. */
const HOUR = 3_600_000;

/** Answers, and the codes of refusals that came too late. */
function listening(): { acks: Acks; late: number[] } {
  const late: number[] = [];
  return { acks: new Acks((code) => late.push(code)), late };
}

test('each message has its own answer: taken, refused, or that nobody is there any more', async () => {
  const { acks, late } = listening();
  const answers = Promise.all(['A', 'B', 'C'].map((id) => acks.of(id, HOUR)));
  acks.take({ id: 'C', refresh_lid: 'true' });
  acks.take({ id: 'B', error: '463' });
  acks.take({ id: 'A' });
  expect(await answers).toEqual([undefined, 463, 'gone']);
  expect(late).toEqual([]);
});

test('a refusal that nobody waits for is told, whether it is late, comes twice, or after the connection has ended', async () => {
  const { acks, late } = listening();
  await expect(acks.of('A', 0)).rejects.toThrow(NoAnswerError);
  acks.take({ id: 'A', error: '463' });
  const second = acks.of('B', HOUR);
  acks.take({ id: 'B' });
  await second;
  acks.take({ id: 'B', error: '429' });
  const third = acks.of('C', HOUR);
  acks.drop();
  await expect(third).rejects.toThrow(NoAnswerError);
  acks.take({ id: 'C', error: '403' });
  expect(late).toEqual([463, 429, 403]);
});

test('an answer that came too late is there for whoever would send the same again, once', async () => {
  const { acks } = listening();
  for (const id of ['A', 'B', 'C']) await expect(acks.of(id, 0)).rejects.toThrow(NoAnswerError);
  acks.take({ id: 'A', error: '463' });
  acks.take({ id: 'B' });
  const known = ['A', 'B', 'C', 'D'].map((id) => acks.afterAll(id));
  expect(known).toEqual([{ answer: 463 }, { answer: undefined }, undefined, undefined]);
  expect(acks.afterAll('A')).toBeUndefined();
});

test('that a message was taken is no news to whoever waits no more', () => {
  const { acks, late } = listening();
  acks.take({ id: 'A' });
  acks.take({});
  expect(late).toEqual([]);
});
