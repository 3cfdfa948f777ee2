/**
 * A process with the fake Bot API and people in it who make their pledges, all at once. It takes orders and gives news over
 * Node's channel to its parent (`wire.ts`), and ends with it.
 */
import { Temporal } from 'temporal-polyfill';
import { parseNip } from '../../../src/domain/nip.ts';
import type { FakeBot } from '../bot-api/bot.ts';
import { BotApi } from '../bot-api/server.ts';
import { seeded } from '../random.ts';
import { Member } from './member.ts';
import { type Habits, plan } from './plan.ts';
import { type Guest, type News, type Order, order } from './wire.ts';

const api = new BotApi();
const members = new Map<number, { readonly member: Member; readonly nip: string }>();
let heard = 0;

const tell = (news: News): void => void process.send?.(news);
const everybody = (): Member[] => [...members.values()].map(({ member }) => member);

/** Every third one tries a wrong code first, every fourth has a question. */
function habits(text: string, n: number): Habits {
  const read = parseNip(text, Temporal.Now.plainDateISO());
  if (!read.ok) throw new Error(`not a NIP: ${read.fault}`);
  return { nip: read.nip, wrongCode: n % 3 === 0, curious: n % 4 === 0 };
}

function gather({ token, username, seed, nips }: Extract<Order, { do: 'gather' }>): readonly Guest[] {
  const bot: FakeBot = api.add(token, username);
  const draw = seeded(seed);
  bot.onMessage = ({ id }) => {
    members.get(id)?.member.look();
    heard += 1;
    tell({ is: 'progress', heard, finished: everybody().filter((one) => one.finished).length });
  };
  return nips.map((text, n) => {
    const chat = bot.person('id');
    const { nip, ...own } = habits(text, n);
    members.set(chat.id, { member: new Member(bot, chat, plan({ nip, ...own }), draw), nip });
    return { chat: chat.id, phone: `+${chat.phone}`, nip, wrongCode: own.wrongCode };
  });
}

const report = (): News => ({
  is: 'report',
  report: {
    acknowledged: [...members.values()].flatMap(({ member, nip }) => (member.acknowledged ? [nip] : [])),
    certificates: [...members.values()].map(({ member: { files, refused }, nip }) => ({
      nip,
      files: [...files].sort(),
      refused,
    })),
    waiting: everybody().flatMap(({ chat, awaits }) =>
      awaits === undefined
        ? []
        : [{ chat: chat.id, awaits, sees: chat.messages.map((one) => `${one.fromBot ? '<' : '>'} ${one.text}`) }],
    ),
  },
});

process.on('message', (message) => {
  const what = order.parse(message);
  if (what.do === 'gather') tell({ is: 'gathered', guests: [...gather(what)] });
  else if (what.do === 'report') tell(report());
  else for (const member of everybody()) member.begin();
});
process.on('disconnect', () => process.exit(0));
tell({ is: 'listening', root: `http://127.0.0.1:${await api.listen(0)}` });
