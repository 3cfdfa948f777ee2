/** What we read of an update (https://core.telegram.org/bots/api#update). Everything else may be anything. */
import type { Update } from 'grammy/types';
import { z } from 'zod';

const user = z.object({
  id: z.int(),
  is_bot: z.boolean().catch(false),
  language_code: z.string().optional().catch(undefined),
});
const chat = z.object({ id: z.int(), type: z.string() });

/** `file_id` is an opaque word of some 80 characters; `file_size` is absent now and then. */
const file = z.object({
  file_id: z.string().min(1).max(512),
  file_size: z.int().nonnegative().optional().catch(undefined),
});
/** A file that has not this shape is none, and its message still one. */
const attached = file.optional().catch(undefined);
const sizes = z
  .array(file.extend({ width: z.int(), height: z.int() }))
  .optional()
  .catch(undefined);

const message = z.looseObject({
  message_id: z.int(),
  chat,
  from: user.optional(),
  edit_date: z.int().optional(),
  text: z.string().optional(),
  caption: z.string().optional().catch(undefined),
  contact: z.object({ phone_number: z.string(), user_id: z.int().optional() }).optional(),
  photo: sizes,
  video: attached,
  video_note: attached,
  animation: attached,
  voice: attached,
  audio: attached,
  document: attached,
});

const query = z.object({
  id: z.string(),
  from: user,
  data: z.string().default(''),
  /** `date: 0` when the message is too old to be touched. */
  message: z.looseObject({ message_id: z.int(), chat, date: z.int() }).optional(),
});

const member = z.object({ chat, from: user, new_chat_member: z.object({ status: z.string() }) });

const update = z.object({
  message: message.optional(),
  edited_message: message.optional(),
  /** What stands in a channel; nobody is named as its author. */
  channel_post: message.optional(),
  callback_query: query.optional(),
  my_chat_member: member.optional(),
});

export type Message = z.output<typeof message>;
export type TelegramFile = z.output<typeof file>;
export type Query = z.output<typeof query>;
export type Member = z.output<typeof member>;
export type User = z.output<typeof user>;

/** The kinds of updates we ask Telegram for. */
export const ALLOWED_UPDATES = [
  'message',
  'edited_message',
  'channel_post',
  'callback_query',
  'my_chat_member',
] as const;

/** `undefined` when it has not the shape Telegram promises. */
export const readUpdate = (value: unknown): z.output<typeof update> | undefined => update.safeParse(value).data;

/** Enough for grammY to carry it; what we read of it is checked by {@link readUpdate}. */
export const isUpdate = (value: unknown): value is Update =>
  typeof value === 'object' && value !== null && 'update_id' in value && Number.isSafeInteger(value.update_id);
