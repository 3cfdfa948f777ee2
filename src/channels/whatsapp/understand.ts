/** From a letter to what its writer did. */
import { getContentType, normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import { type Phone, parsePhone } from '../../domain/phone.ts';
import type { Act } from '../../engine/types.ts';
import type { Arrival } from '../channel.ts';
import { mediaOf } from './media.ts';
import type { Letter } from './ports.ts';

/** What says nothing to us: the app's own traffic, votes, reactions. */
const SILENT: readonly string[] = [
  'protocolMessage',
  'reactionMessage',
  'encReactionMessage',
  'pollUpdateMessage',
  'keepInChatMessage',
  'senderKeyDistributionMessage',
  'messageContextInfo',
];

/** What stands in a letter that was written and cannot be read here, base64: no message begins so. */
export const UNREADABLE = 'gA==';
/** The same for what may be seen once, and only on the phone that holds the number. */
export const VIEW_ONCE = 'gQ==';

/** `undefined` when nobody meant anything. Never throws, whatever stands in the letter. */
export function understand(letter: Letter): Arrival | undefined {
  const content = readContent(Buffer.from(letter.content, 'base64'));
  const what = letter.content === VIEW_ONCE ? 'view once' : 'unreadable';
  const act: Act | undefined = content ? actOf(content) : { kind: 'other', what };
  const sender = letter.number === undefined ? undefined : parsePhone(`+${letter.number}`);
  return (
    act && {
      address: { channel: 'whatsapp', id: letter.chat },
      messageId: letter.id,
      act,
      ...(sender ? { sender } : {}),
    }
  );
}

/** `undefined` when it is no message, although a phone sealed it. */
export function readContent(content: Uint8Array): proto.IMessage | undefined {
  try {
    return proto.Message.decode(content);
  } catch {
    return undefined;
  }
}

/** Disappearing, view-once and captioned messages come in wrappers, which are taken off. */
function actOf(message: proto.IMessage): Act | undefined {
  if (isEdit(message) || isEdit(message.ephemeralMessage?.message ?? {})) return { kind: 'other', what: 'edited' };
  const content = normalizeMessageContent(message);
  const type = content && getContentType(content);
  // What is changed may be wrapped once more.
  if (content && isEdit(content)) return { kind: 'other', what: 'edited' };
  if (!content || type === undefined || SILENT.includes(type)) return undefined;
  const text = content.conversation ?? content.extendedTextMessage?.text;
  if (typeof text === 'string') return { kind: 'text', text };
  const card = content.contactMessage ?? content.contactsArrayMessage?.contacts?.[0];
  if (card ?? content.contactsArrayMessage) return { kind: 'contact', own: false, ...phoneOf(card?.vcard) };
  if (content.stickerMessage || content.lottieStickerMessage) return { kind: 'other', what: 'sticker' };
  const media = mediaOf(content);
  return media ? { kind: 'media', media } : { kind: 'other', what: 'unreadable' };
}

const isEdit = ({ editedMessage, protocolMessage }: proto.IMessage): boolean =>
  Boolean(editedMessage) || protocolMessage?.type === proto.Message.ProtocolMessage.Type.MESSAGE_EDIT;

/** `TEL;type=CELL;waid=6281200000111:+62 812-0000-0111` in a card. */
function phoneOf(card: string | null | undefined): { phone?: Phone } {
  const [, waid] = /;waid=(\d{6,15})\b/.exec(card ?? '') ?? [];
  const phone = waid === undefined ? undefined : parsePhone(`+${waid}`);
  return phone ? { phone } : {};
}
