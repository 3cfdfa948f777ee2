/** When people act. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Crowd } from './crowd.ts';
import { clock, type Pace } from './wire.ts';

/** After so long without any reply, ms, those who still wait are given up as lost. */
const PATIENCE = 15_000;

/** Lets the people of a crowd act at a pace. Resolves when all have finished or are lost. */
export async function keepPace(crowd: Crowd, pace: Pace): Promise<void> {
  if (pace.kind === 'at once') playAtOnce(crowd, pace.users);
  else if (pace.kind === 'steady') void playSteadily(crowd, pace.perSecond, pace.thinkMs);
  else playRush(crowd, pace.withinMs, pace.thinkMs);
  while (crowd.finished < crowd.size && clock() - crowd.stirred < PATIENCE) await pause(20);
}

function playAtOnce(crowd: Crowd, users: number): void {
  const beginNext = (): void => {
    if (crowd.begun < crowd.size) crowd.begin();
  };
  crowd.onTurn = (chat) => crowd.act(chat);
  crowd.onEnd = beginNext;
  for (let n = 0; n < users; n += 1) beginNext();
}

/** Acts fall due at random moments (a Poisson process): by who has thought longest, or, when nobody has, by a newcomer. */
async function playSteadily(crowd: Crowd, perSecond: number, thinkMs: number): Promise<void> {
  const thinking: { readonly chat: number; readonly until: number }[] = [];
  crowd.onTurn = (chat) => thinking.push({ chat, until: clock() + thinkMs });
  for (let due = clock(); crowd.finished < crowd.size; due += (-Math.log(1 - Math.random()) * 1000) / perSecond) {
    while (clock() < due) await pause(due - clock());
    const ready = thinking[0] && thinking[0].until <= clock() ? thinking.shift() : undefined;
    if (ready) crowd.act(ready.chat);
    else if (crowd.begun < crowd.size) crowd.begin();
  }
}

function playRush(crowd: Crowd, withinMs: number, thinkMs: number): void {
  crowd.onTurn = (chat) => setTimeout(() => crowd.act(chat), Math.random() * thinkMs);
  for (let n = 0; n < crowd.size; n += 1) setTimeout(() => crowd.begin(), Math.random() * withinMs);
}
