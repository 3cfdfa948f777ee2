/** What this tab remembers: reloading shows the same phones, another tab has its own. */
import type { Style } from '../../channels/simulator/simulator.ts';

const key = (what: string): string => `ikrar.${what}`;

export const recall = (what: string): string | undefined => sessionStorage.getItem(key(what)) ?? undefined;

export const remember = (what: string, value: string): void => sessionStorage.setItem(key(what), value);

/** The id of the phone of a style. */
export function handsetOf(style: Style): string {
  return recall(style) ?? newHandset(style);
}

/** Takes another phone in its place. */
export function newHandset(style: Style): string {
  const id = crypto.randomUUID();
  remember(style, id);
  return id;
}
