/** What a test tells the fake, and asks it: `POST /control/<action>` with JSON. */
import { z } from 'zod';
import type { FakeBot } from './bot.ts';
import { attaches, blocks, says, sends, taps } from './people.ts';
import type { BotApi } from './server.ts';
import { type JsonObject, objectOf } from './wire.ts';

type Action = (api: BotApi, body: JsonObject) => unknown;

const inBot =
  <T extends z.ZodRawShape>(shape: T, does: (bot: FakeBot, body: z.output<z.ZodObject<T>>) => unknown): Action =>
  (api, body) => {
    const bot = api.bots.get(String(body['token']));
    if (!bot) throw new Error('no such bot');
    return does(bot, z.object(shape).parse(body));
  };

const chat = z.number();
/** What a person can be made to send, beyond words and taps. */
export const SENDINGS = [
  'own contact',
  'other contact',
  'forwarded contact',
  'photo',
  'video',
  'voice',
  'document',
  'sticker',
  'edit',
  'reaction',
] as const;
const sending = z.enum(SENDINGS);
const called = z.object({ name: z.string().exactOptional(), userName: z.string().exactOptional() });
const headers = z.record(z.string(), z.string());
const fault = z.discriminatedUnion('how', [
  z.object({ how: z.literal('error'), code: z.number(), description: z.string(), retryAfter: z.number().optional() }),
  z.object({ how: z.literal('hang') }),
  z.object({ how: z.literal('hold') }),
  z.object({ how: z.literal('cut') }),
  z.object({ how: z.literal('stall') }),
  z.object({ how: z.literal('swell'), to: z.number() }),
  z.object({ how: z.literal('drop'), carriedOut: z.boolean() }),
  z.object({ how: z.literal('garbage'), status: z.number(), body: z.string(), headers: headers.optional() }),
]);
const rule = {
  fault,
  methods: z.array(z.string()).optional(),
  chat: chat.optional(),
  times: z.number().optional(),
};

export const CONTROLS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ['bot', (api, body) => api.add(String(body['token']), String(body['username'])).me],
  [
    'person',
    inBot({ language: z.string().optional(), called: called.optional() }, (bot, body) => {
      const { id, phone } = bot.person(body.language, body.called);
      return { id, phone };
    }),
  ],
  [
    'people',
    inBot({ count: z.number() }, (bot, { count }) => Array.from({ length: count }, () => bot.person('id').id)),
  ],
  ['says', inBot({ chat, text: z.string() }, (bot, body) => says(bot, bot.chat(body.chat), body.text))],
  [
    'taps',
    inBot({ chat, label: z.string(), data: z.string().optional() }, (bot, { chat: id, label, data }) =>
      taps(bot, bot.chat(id), label, data),
    ),
  ],
  ['sends', inBot({ chat, what: sending }, (bot, { chat: id, what }) => sends(bot, bot.chat(id), what))],
  [
    'attaches',
    inBot(
      {
        chat,
        kind: z.enum(['photo', 'video', 'audio', 'document']),
        bytes: z.base64(),
        how: z.object({
          named: z.object({ name: z.string(), type: z.string() }).exactOptional(),
          words: z.string().exactOptional(),
          gone: z.boolean().exactOptional(),
        }),
      },
      (bot, body) => attaches(bot, bot.chat(body.chat), body.kind, Buffer.from(body.bytes, 'base64'), body.how),
    ),
  ],
  ['again', inBot({}, (bot) => bot.repeat())],
  ['blocks', inBot({ chat, blocked: z.boolean() }, (bot, body) => blocks(bot, bot.chat(body.chat), body.blocked))],
  [
    'happens',
    inBot({ kind: z.string(), body: z.unknown() }, (bot, { kind, body }) => {
      bot.happen(kind, objectOf(body));
    }),
  ],
  ['group', inBot({ id: z.number() }, (bot, { id }) => void bot.group(id))],
  ['sees', inBot({ chat }, (bot, { chat: id }) => bot.chat(id).bubbles())],
  ['holds', inBot({ chat }, (bot, { chat: id }) => bot.chat(id).holds())],
  [
    'heard',
    inBot({}, ({ chats }) =>
      [...chats].map(([id, { messages }]) => [id, messages.filter((one) => one.fromBot).length]),
    ),
  ],
  [
    'waits',
    inBot({ chat, hours: z.number(), message: z.number().optional() }, (bot, { chat: id, hours, message: only }) => {
      const older = bot.chat(id).messages.filter((message) => only === undefined || message.id === only);
      for (const message of older) message.at -= hours * 3_600_000;
    }),
  ],
  ['numbers', inBot({ from: z.number() }, (bot, { from }) => bot.numberFrom(from))],
  ['ids', inBot({ chat }, (bot, { chat: id }) => bot.chat(id).ids)],
  ['files', inBot({}, (bot) => bot.files.names)],
  ['keyboard', inBot({ chat }, (bot, { chat: id }) => bot.chat(id).keyboard)],
  ['waiting', inBot({}, (bot) => bot.updates.waiting.map((update) => update.update_id))],
  [
    'calls',
    inBot({ method: z.string().optional() }, (bot, { method }) =>
      bot.calls.filter((call) => method === undefined || call.method === method),
    ),
  ],
  ['early', inBot({}, (bot) => bot.early)],
  [
    'limit',
    inBot({ most: z.number().default(30), paid: z.number().default(1000) }, (bot, { most, paid }) => {
      bot.limit.most = most;
      bot.paid.most = paid;
    }),
  ],
  ['refusals', inBot({}, (bot) => bot.refusals)],
  [
    'hurry',
    inBot({}, (bot) => {
      if (!bot.webhook) throw new Error('no webhook is set');
      bot.webhook.hurries = true;
    }),
  ],
  ['queries', inBot({}, (bot) => bot.openQueries.size)],
  ['deliveries', inBot({}, (bot) => bot.webhook?.statuses ?? [])],
  [
    'profile',
    inBot({}, ({ profile }) =>
      Object.fromEntries(Object.entries(profile).map(([name, byLanguage]) => [name, Object.fromEntries(byLanguage)])),
    ),
  ],
  ['fault', inBot(rule, (bot, body) => bot.faults.add(body))],
  ['mend', inBot({}, (bot) => bot.faults.clear())],
]);
