/**
 * A process with the fake Bot API and people in it who make their pledges or report something, all at once. It takes orders
 * and gives news over Node's channel to its parent (`wire.ts`), and ends with it.
 */
import { Temporal } from 'temporal-polyfill';
import { parseNip } from '../../../src/domain/nip.ts';
import type { FakeBot } from '../bot-api/bot.ts';
import { BotApi } from '../bot-api/server.ts';
import { type Draw, seeded } from '../random.ts';
import { mailboxPlan } from './mailbox-plan.ts';
import { Member } from './member.ts';
import { ACKNOWLEDGED, type Habits, NO_CERTIFICATE, plan } from './plan.ts';
import { FAILED, type Manner, reportPlan, SECURED } from './report-plan.ts';
import { type Guest, type News, type Order, order, type Reader, type Report, type Reporter } from './wire.ts';

const api = new BotApi();
const pledgers = new Map<number, { readonly member: Member; readonly nip: string }>();
const reporters = new Map<number, { readonly member: Member; readonly keepsCode: boolean }>();
const readers = new Map<number, Member>();
let bot: FakeBot | undefined;
let heard = 0;

const tell = (news: News): void => void process.send?.(news);
const memberOf = (chat: number): Member | undefined =>
  (pledgers.get(chat) ?? reporters.get(chat))?.member ?? readers.get(chat);
const everybody = (): Member[] => [
  ...[...pledgers.values(), ...reporters.values()].map(({ member }) => member),
  ...readers.values(),
];

/** Every third one tries a wrong code first, every fourth has a question. */
function habits(text: string, n: number): Habits {
  const read = parseNip(text, Temporal.Now.plainDateISO());
  if (!read.ok) throw new Error(`not a NIP: ${read.fault}`);
  return { nip: read.nip, wrongCode: n % 3 === 0, curious: n % 4 === 0 };
}

/** Every fifth one answers all questions. Every second one has a picture, and of those every second one does not wait for it. */
const mannerOf = (n: number, photo: Buffer): Manner => ({
  account: `Kejadian bertanda ${1000 + n} di balai warga, dilihat sendiri.`,
  full: n % 5 === 4,
  ...(n % 2 === 0 ? { photo } : {}),
  patient: n % 4 === 0,
  place: (['known', 'unknown', 'online'] as const)[n % 3] ?? 'known',
  checks: n % 5 < 3,
  keepsCode: n % 3 !== 2,
});

type Gathering = Extract<Order, { do: 'gather' }>;

function gather({ token, username, seed, ...people }: Gathering): Extract<News, { is: 'gathered' }> {
  const made = api.add(token, username);
  bot = made;
  const draw = seeded(seed);
  made.onMessage = ({ id }) => {
    memberOf(id)?.look();
    heard += 1;
    tell({ is: 'progress', heard, finished: everybody().filter((one) => one.finished).length });
  };
  return {
    is: 'gathered',
    guests: pledge(made, draw, people),
    reporters: accuse(made, draw, people),
    readers: returns(made, draw, people),
  };
}

const pledge = (made: FakeBot, draw: Draw, { nips }: Pick<Gathering, 'nips'>): Guest[] =>
  nips.map((text, n) => {
    const chat = made.person('id');
    const { nip, ...own } = habits(text, n);
    pledgers.set(chat.id, { member: new Member(made, chat, plan({ nip, ...own }), draw), nip });
    return { chat: chat.id, phone: `+${chat.phone}`, nip, wrongCode: own.wrongCode };
  });

const accuse = (made: FakeBot, draw: Draw, people: Pick<Gathering, 'reporters' | 'photo'>): Reporter[] =>
  Array.from({ length: people.reporters }, (_, n) => {
    const chat = made.person('id');
    const manner = mannerOf(n, Buffer.from(people.photo, 'base64'));
    const { account, full, keepsCode } = manner;
    reporters.set(chat.id, { member: new Member(made, chat, reportPlan(manner), draw), keepsCode });
    return { chat: chat.id, phone: `+${chat.phone}`, account, full, photo: manner.photo !== undefined, keepsCode };
  });

/** Every third one withdraws. */
const returns = (made: FakeBot, draw: Draw, people: Pick<Gathering, 'codes' | 'photo'>): Reader[] =>
  people.codes.map((code, n) => {
    const chat = made.person('id');
    const own = { code, answer: `Jawaban bertanda ${1000 + n}, dari tetangga.`, withdraws: n % 3 === 2 };
    const steps = mailboxPlan({ ...own, photo: Buffer.from(people.photo, 'base64') });
    readers.set(chat.id, new Member(made, chat, steps, draw));
    return { chat: chat.id, phone: `+${chat.phone}`, ...own };
  });

const pieceOf = (member: Member): 'secured' | 'failed' | 'none' =>
  member.hasRead(SECURED) ? 'secured' : member.hasRead(FAILED) ? 'failed' : 'none';

const report = (): Report => ({
  acknowledged: [...pledgers.values()].flatMap(({ member, nip }) => (member.hasRead(ACKNOWLEDGED) ? [nip] : [])),
  certificates: [...pledgers.values()].map(({ member, nip }) => ({
    nip,
    files: [...member.files].sort(),
    refused: member.hasRead(NO_CERTIFICATE),
  })),
  filed: [...reporters.values()].map(({ member, keepsCode }) => ({
    chat: member.chat.id,
    codes: [...member.codes],
    piece: pieceOf(member),
    codeStands: member.codeStands,
    left: [...member.left(keepsCode)],
  })),
  read: [...readers.values()].map((member) => ({
    chat: member.chat.id,
    said: [...member.said],
    piece: pieceOf(member),
  })),
  files: [...(bot?.files.ids ?? [])],
  waiting: everybody().flatMap(({ chat, awaits }) =>
    awaits === undefined
      ? []
      : [{ chat: chat.id, awaits, sees: chat.messages.map((one) => `${one.fromBot ? '<' : '>'} ${one.text}`) }],
  ),
});

process.on('message', (message) => {
  const what = order.parse(message);
  if (what.do === 'gather') tell(gather(what));
  else if (what.do === 'report') tell({ is: 'report', report: report() });
  else for (const member of everybody()) what.do === 'begin' ? member.begin() : member.mourn();
});
process.on('disconnect', () => process.exit(0));
tell({ is: 'listening', root: `http://127.0.0.1:${await api.listen(0)}` });
