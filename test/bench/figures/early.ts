/** The impatient finger: each act comes before the webhook call of the last one has returned. */
import { ACTS } from '../parts/dialogue.ts';
import type { Bot, People, Stage } from '../stage.ts';
import type { Figure } from './figure.ts';

const USERS = 50;

/** @param bot answers late: `Stage.holding` */
export async function early(
  stage: Stage,
  { name, bot, people }: { name: string; bot: Bot; people: People },
  { dialogues }: { dialogues: number },
): Promise<readonly Figure[]> {
  const pace = { kind: 'at once', users: USERS } as const;
  const run = await stage.play(bot, { first: people(dialogues), dialogues, pace });
  const title = `${name}, each act before the last call returned`;
  return [
    // Every act but the first of a dialogue: with fewer, the rows below would say nothing.
    { name: title, value: run.early, unit: '', atLeast: dialogues * (ACTS - 1), note: `of ${run.messages} acts` },
    { name: `${title}: dialogues lost`, value: run.lost, unit: '', atMost: 0, note: `of ${dialogues}` },
    { name: `${title}: taps unanswered`, value: run.taps - run.tapsAnswered, unit: '', atMost: 0 },
    { name: `${title}: updates refused`, value: run.refused, unit: '', atMost: 0 },
  ];
}
