/** What people send: how a test says it, and the `proto.Message` a phone makes of it. */
import { proto } from '@whiskeysockets/baileys';
import { z } from 'zod';
import { CORRUPTIONS, MEDIA_KINDS, type MediaHost } from './media.ts';

const quoted = z.string().optional();
const media = z.object({
  kind: z.enum(MEDIA_KINDS),
  /** Base64. */
  bytes: z.string(),
  caption: z.string().optional(),
  fileName: z.string().optional(),
  mimetype: z.string().optional(),
  /** In place of the true one: what a forged client could put there. */
  url: z.string().optional(),
  directPath: z.string().optional(),
  corrupt: z.enum(CORRUPTIONS).optional(),
});

export const sending = z.discriminatedUnion('what', [
  z.object({ what: z.literal('text'), text: z.string(), quoted }),
  z.object({ what: z.literal('media'), media, viewOnce: z.boolean().optional() }),
  z.object({ what: z.literal('ephemeral'), text: z.string() }),
  z.object({ what: z.literal('contact'), phone: z.string(), name: z.string() }),
  z.object({ what: z.literal('reaction'), target: z.string(), emoji: z.string() }),
  z.object({ what: z.literal('edit'), target: z.string(), text: z.string() }),
  z.object({ what: z.literal('revoke'), target: z.string() }),
  /** The message as protobuf's JSON. */
  z.object({ what: z.literal('json'), message: z.record(z.string(), z.unknown()) }),
  /** The message encoded, base64: it need not be a good one. */
  z.object({ what: z.literal('bytes'), bytes: z.string() }),
]);
export type Sending = z.infer<typeof sending>;

/** What stands in the chat already, for messages that point to others. */
export interface ChatView {
  /** The key of a message as this person's phone writes it. */
  keyOf(id: string): proto.IMessageKey;
  /** What quotes it: who wrote it, and what. */
  quote(id: string): proto.IContextInfo;
}

/** Bytes of a message, and the attributes its `<message>` has beyond the usual ones. */
export interface Composed {
  readonly bytes: Uint8Array;
  readonly attributes: { readonly type: 'text' | 'media' | 'reaction'; readonly edit?: string };
}

/** `edit` of a `<message>`: 1 an edit, 7 a revocation by who wrote it. */
const EDIT = '1';
const REVOKE = '7';

export async function compose(sending: Sending, chat: ChatView, host: MediaHost): Promise<Composed> {
  if (sending.what === 'bytes') {
    return { bytes: Buffer.from(sending.bytes, 'base64'), attributes: { type: 'text' } };
  }
  const message = await messageOf(sending, chat, host);
  return { bytes: proto.Message.encode(message).finish(), attributes: attributesOf(sending) };
}

function attributesOf({ what }: Sending): Composed['attributes'] {
  if (what === 'edit') return { type: 'text', edit: EDIT };
  if (what === 'revoke') return { type: 'text', edit: REVOKE };
  if (what === 'reaction') return { type: 'reaction' };
  return { type: what === 'media' || what === 'contact' ? 'media' : 'text' };
}

async function messageOf(
  sending: Exclude<Sending, { what: 'bytes' }>,
  chat: ChatView,
  host: MediaHost,
): Promise<proto.IMessage> {
  switch (sending.what) {
    case 'text':
      return sending.quoted === undefined
        ? { conversation: sending.text }
        : { extendedTextMessage: { text: sending.text, contextInfo: chat.quote(sending.quoted) } };
    case 'ephemeral':
      return { ephemeralMessage: { message: { extendedTextMessage: { text: sending.text } } } };
    case 'media': {
      const message = await mediaMessage(sending.media, host);
      return sending.viewOnce ? { viewOnceMessageV2: { message } } : message;
    }
    case 'contact':
      return { contactMessage: { displayName: sending.name, vcard: vcard(sending.name, sending.phone) } };
    case 'reaction':
      return {
        reactionMessage: { key: chat.keyOf(sending.target), text: sending.emoji, senderTimestampMs: Date.now() },
      };
    case 'edit': {
      const { MESSAGE_EDIT: type } = proto.Message.ProtocolMessage.Type;
      const editedMessage = { conversation: sending.text };
      return { protocolMessage: { type, key: chat.keyOf(sending.target), editedMessage, timestampMs: Date.now() } };
    }
    case 'revoke': {
      const { REVOKE: type } = proto.Message.ProtocolMessage.Type;
      return { protocolMessage: { type, key: chat.keyOf(sending.target) } };
    }
    case 'json':
      return proto.Message.fromObject(sending.message);
  }
}

async function mediaMessage(wanted: z.infer<typeof media>, host: MediaHost): Promise<proto.IMessage> {
  const { kind, caption, fileName, mimetype, url, directPath } = wanted;
  const kept = await host.keep(kind, Buffer.from(wanted.bytes, 'base64'), wanted.corrupt);
  const said = Object.entries({ caption, fileName, mimetype, url, directPath }).filter(([, is]) => is !== undefined);
  return { [`${kind}Message`]: { ...kept, ...Object.fromEntries(said) } };
}

/** @param phone digits with the country's, without a plus: `6281200000001` */
const vcard = (name: string, phone: string): string =>
  [
    'BEGIN:VCARD',
    'VERSION:3.0',
    `N:;${name};;;`,
    `FN:${name}`,
    `item1.TEL;waid=${phone}:+${phone}`,
    'item1.X-ABLabel:Ponsel',
    'END:VCARD',
  ].join('\n');
