/** Whatever a bot wrote, on either output, must not lead to anybody. */
import { decoded } from '../privacy/dump.ts';
import { type Mark, nipMarks, phoneMarks } from '../privacy/marks.ts';
import { type Find, search } from '../privacy/search.ts';
import type { Crowd } from '../support/crowd/client.ts';
import type { Guest } from '../support/crowd/wire.ts';
import type { Bot } from './bot.ts';
import { nameOf, SECRET } from './store.ts';

/** Where people of a crowd, or a secret, are found in what the bots wrote in all their lives. */
export function leaks(bots: readonly Bot[], crowd: Crowd, more: readonly Mark[] = []): readonly Find[] {
  const secrets = [SECRET, crowd.bot.token].map((text): Mark => ({ what: 'secret', text }));
  const places = bots.map(({ output }, n) => ({
    where: `output of bot ${n + 1}`,
    bytes: Buffer.concat([Buffer.from(output), ...decoded(output)]),
  }));
  return search(places, [...secrets, ...markedIn(crowd), ...more]);
}

/** Everything by which one would know somebody of a crowd. */
export const markedIn = ({ guests, reporters, readers }: Crowd): readonly Mark[] => [
  ...guests.flatMap(marksOf),
  ...[...reporters, ...readers].flatMap(chatMarks),
];

const marksOf = (guest: Guest, n: number): readonly Mark[] => [
  ...nipMarks(guest.nip),
  ...chatMarks(guest),
  { what: 'name', text: nameOf(n) },
];

const chatMarks = ({ phone, chat }: { readonly phone: string; readonly chat: number }): readonly Mark[] => [
  ...phoneMarks(phone),
  { what: 'chat', text: String(chat) },
  { what: 'chat with its channel', text: `telegram:${chat}` },
];
