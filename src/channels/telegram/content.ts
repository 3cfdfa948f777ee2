import { type Phone, parsePhone } from '../../domain/phone.ts';
import type { Act } from '../../engine/types.ts';
import { mediaOf } from './media.ts';
import type { Message } from './update.ts';

/** Fields that make a message something other than words, whether there is a file in it or not. */
const NO_WORDS: readonly string[] = [
  'animation',
  'audio',
  'checklist',
  'dice',
  'document',
  'game',
  'giveaway',
  'invoice',
  'live_photo',
  'location',
  'paid_media',
  'photo',
  'poll',
  'story',
  'venue',
  'video',
  'video_note',
  'voice',
];

/** Notes of the app itself about a private chat, which nobody wrote. */
const NOTES: readonly string[] = [
  'boost_added',
  'chat_background_set',
  'chat_shared',
  'checklist_tasks_added',
  'checklist_tasks_done',
  'connected_website',
  'forum_topic_closed',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_reopened',
  'gift',
  'gift_upgrade_sent',
  'message_auto_delete_timer_changed',
  'passport_data',
  'pinned_message',
  'poll_option_added',
  'poll_option_deleted',
  'refunded_payment',
  'successful_payment',
  'unique_gift',
  'users_shared',
  'web_app_data',
  'write_access_allowed',
];

/** What a person meant with a message; `undefined` when nobody meant anything. */
export function actOf(message: Message): Act | undefined {
  if (message.text !== undefined) return { kind: 'text', text: message.text };
  if (message.contact) return { kind: 'contact', ...phoneOf(message.contact.phone_number), own: isOwn(message) };
  if ('sticker' in message) return { kind: 'other', what: 'sticker' };
  const media = mediaOf(message);
  if (media) return { kind: 'media', media };
  if (NO_WORDS.some((field) => field in message)) return { kind: 'other', what: 'media' };
  return NOTES.some((field) => field in message) ? undefined : { kind: 'other', what: 'unreadable' };
}

/** Without `+` as Telegram gives it, or with. */
function phoneOf(number: string): { phone?: Phone } {
  const phone = parsePhone(number.startsWith('+') ? number : `+${number}`);
  return phone ? { phone } : {};
}

/**
 * A contact counts only when Telegram says that it is its sender's, and when the sender sent it: not forwarded (a
 * `forward_date` stands for old servers), and not through an inline bot, which writes what it likes.
 */
function isOwn(message: Message): boolean {
  const { contact, from } = message;
  if (!contact || !from || contact.user_id !== from.id) return false;
  return !('forward_origin' in message) && !('forward_date' in message) && !('via_bot' in message);
}
