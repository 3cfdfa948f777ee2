/** A run that somebody paused stays so until somebody resumes it, whatever the calendar does meanwhile. */
import { expect, test } from 'vitest';
import { pauseRuns, resumeRuns } from '../../../src/storage/reminders/pausing.ts';
import { day } from '../../support/world.ts';
import { PILKADA } from './calendar.ts';
import type { RemindersStage } from './stage.ts';
import { staged } from './staged.ts';

const on24 = (time: string): string => `2024-11-24T${time}:00+07:00`;

let stage: RemindersStage;
let run: string;
staged(async (one) => {
  stage = one;
  await stage.elections(PILKADA);
  await stage.person('Sari', { pledged: [PILKADA.id] });
  await stage.plan(on24('07:30'));
  run = (await stage.db.reminderRun.findFirstOrThrow()).id;
});

/** The day is moved, and with some plannings moved back. */
async function moveAndBack(meanwhile: () => Promise<unknown> = async () => undefined): Promise<void> {
  await stage.elections({ ...PILKADA, quietFrom: day('2024-11-25') });
  await stage.plan(on24('07:35'));
  await stage.plan(on24('07:40'));
  expect(await stage.states()).toEqual([]);
  await meanwhile();
  await stage.elections(PILKADA);
  await stage.hour(on24('08:00'));
}

test('a paused run that is cancelled and comes back waits until it is resumed', async () => {
  expect(await pauseRuns(stage.db, [run])).toEqual([run]);
  await moveAndBack();
  expect(await stage.states()).toEqual(['planned 1']);
  expect(await resumeRuns(stage.db, [run])).toEqual([run]);
  await stage.hour(on24('09:00'));
  expect(await stage.states()).toEqual(['sent 1']);
});

test('one that was resumed while it was cancelled goes on when it comes back', async () => {
  await pauseRuns(stage.db, [run]);
  await moveAndBack(async () => expect(await resumeRuns(stage.db, [run])).toEqual([]));
  expect(await stage.states()).toEqual(['sent 1']);
});

test('one that was resumed before it was cancelled goes on when it comes back', async () => {
  await pauseRuns(stage.db, [run]);
  await resumeRuns(stage.db, [run]);
  await moveAndBack();
  expect(await stage.states()).toEqual(['sent 1']);
});
