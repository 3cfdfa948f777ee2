/** Whatever a bot wrote, on either output, must not lead to anybody. */
import { decoded } from '../privacy/dump.ts';
import { type Mark, nipMarks, phoneMarks } from '../privacy/marks.ts';
import { type Find, search } from '../privacy/search.ts';
import type { Crowd } from '../support/crowd/client.ts';
import type { Guest } from '../support/crowd/wire.ts';
import type { Bot } from './bot.ts';
import { nameOf, SECRET } from './store.ts';

/** Where people of a crowd, or a secret, are found in what the bots wrote in all their lives. */
export function leaks(bots: readonly Bot[], crowd: Crowd): readonly Find[] {
  const secrets = [SECRET, crowd.bot.token].map((text): Mark => ({ what: 'secret', text }));
  const places = bots.map(({ output }, n) => ({
    where: `output of bot ${n + 1}`,
    bytes: Buffer.concat([Buffer.from(output), ...decoded(output)]),
  }));
  return search(places, [...secrets, ...crowd.guests.flatMap(marksOf)]);
}

const marksOf = ({ nip, phone, chat }: Guest, n: number): readonly Mark[] => [
  ...nipMarks(nip),
  ...phoneMarks(phone),
  { what: 'chat', text: String(chat) },
  { what: 'chat with its channel', text: `telegram:${chat}` },
  { what: 'name', text: nameOf(n) },
];
