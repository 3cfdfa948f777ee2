/** The methods a bot calls when it starts: who it is, its profile, and how it wants its updates. */
import type { FakeBot } from './bot.ts';
import { numberOf, type Params, textOf } from './params.ts';
import { ApiError, badRequest, listOf } from './wire.ts';

const LONGEST = { name: 64, description: 512, shortDescription: 120 };

const set = (kind: keyof typeof LONGEST, field: string) => (bot: FakeBot, params: Params) => {
  const value = textOf(params, field);
  if (value.length > LONGEST[kind]) throw badRequest(`${field} is too long`);
  bot.profile[kind].set(textOf(params, 'language_code'), value);
  return true;
};
const get = (kind: keyof typeof LONGEST, field: string) => (bot: FakeBot, params: Params) => ({
  [field]: bot.profile[kind].get(textOf(params, 'language_code')) ?? bot.profile[kind].get('') ?? '',
});

export const SETUP_METHODS = {
  getMe: (bot: FakeBot) => ({ ...bot.me, can_join_groups: true, can_read_all_group_messages: false }),
  setMyName: set('name', 'name'),
  getMyName: get('name', 'name'),
  setMyDescription: set('description', 'description'),
  getMyDescription: get('description', 'description'),
  setMyShortDescription: set('shortDescription', 'short_description'),
  getMyShortDescription: get('shortDescription', 'short_description'),
  setMyCommands: (bot: FakeBot, params: Params) => {
    bot.profile.commands.set(textOf(params, 'language_code'), listOf(params.fields['commands']));
    return true;
  },
  getMyCommands: (bot: FakeBot, params: Params) => bot.profile.commands.get(textOf(params, 'language_code')) ?? [],
  getWebhookInfo: (bot: FakeBot) => ({
    url: bot.webhook?.target.url ?? '',
    has_custom_certificate: false,
    pending_update_count: bot.updates.waiting.length,
    ...(bot.webhook ? { max_connections: bot.webhook.target.connections } : {}),
  }),
  getUpdates: (bot: FakeBot, params: Params, gone: AbortSignal) => {
    if (bot.webhook) {
      const hint = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
      throw new ApiError(409, `Conflict: ${hint}`);
    }
    readAllowed(bot, params);
    const limit = Math.min(100, numberOf(params, 'limit') || 100);
    return bot.updates.get(numberOf(params, 'offset'), limit, numberOf(params, 'timeout'), gone);
  },
};

/** Remembers which kinds of updates the bot asked for. An empty list means the usual ones. */
export function readAllowed(bot: FakeBot, params: Params): void {
  const asked = params.fields['allowed_updates'];
  if (asked === undefined) return;
  const kinds = listOf(asked).map(String);
  bot.allowed = kinds.length > 0 ? new Set(kinds) : undefined;
}
