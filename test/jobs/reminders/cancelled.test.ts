/** What becomes of a cancelled run when another process still has messages of it in its hands. */
import { expect, test } from 'vitest';
import { SendError } from '../../../src/channels/channel.ts';
import { day } from '../../support/world.ts';
import { PILKADA } from './calendar.ts';
import type { RemindersStage } from './stage.ts';
import { staged } from './staged.ts';

const on24 = (time: string): string => `2024-11-24T${time}:00+07:00`;

let stage: RemindersStage;
staged(async (one) => {
  stage = one;
  await stage.elections(PILKADA);
  await stage.person('Sari', { pledged: [PILKADA.id] });
});

/** The run is cancelled while its only message is under way, and then that does not go out. */
async function cancelUnderWay(): Promise<void> {
  await stage.plan(on24('07:30'));
  stage.boxes.telegram.beforeSend = async () => {
    stage.boxes.telegram.beforeSend = () => undefined;
    await stage.elections({ ...PILKADA, quietFrom: day('2024-11-25') });
    await stage.plan(on24('08:00'));
    throw new SendError({ kind: 'retry', waitMs: 0, everybody: false });
  };
  await stage.send(on24('08:00'));
}

test('what is given back to it goes with the next planning', async () => {
  await cancelUnderWay();
  expect(await stage.states()).toEqual(['planned 1']);
  await stage.plan(on24('08:05'));
  expect(await stage.states()).toEqual([]);
  await stage.hour('2024-11-25T08:00:00+07:00');
  expect(await stage.states()).toEqual(['sent 1']);
});

test('what is given back to it goes out once when the run comes back', async () => {
  await cancelUnderWay();
  await stage.elections(PILKADA);
  await stage.hour(on24('08:05'));
  await stage.hour(on24('08:10'));
  expect(stage.told.map(({ to }) => to)).toEqual(['Sari verified']);
  expect(await stage.states()).toEqual(['sent 1']);
});
