/** Reads what the bot has written, as a phone would show it. */
import { normalizeMessageContent, type proto } from '@whiskeysockets/baileys';
import type { FileMessage, MediaHost, MediaKind } from './media.ts';
import type { Received } from './received.ts';

type Told = Omit<Received, 'id' | 'at' | 'to' | 'encType' | 'message'>;

/** A message, and its file opened. */
export interface Understood {
  readonly told: Told;
  readonly file?: Buffer;
}

/** @throws ProtocolError when a file was not uploaded, or is not the one that was */
export async function understand(message: proto.IMessage, media: MediaHost): Promise<Understood> {
  const content = normalizeMessageContent(message) ?? {};
  const file = fileOf(content);
  if (!file) return { told: wordsOf(content) };
  const opened = await media.open(file.kind, file.message);
  const { caption, fileName, contextInfo, mimetype } = file.message;
  return {
    told: {
      kind: file.kind,
      bytes: opened.length,
      ...(caption ? { caption } : {}),
      ...(fileName ? { fileName } : {}),
      ...(mimetype ? { mimetype } : {}),
      ...quotedOf(contextInfo),
    },
    file: opened,
  };
}

type AnyFile = FileMessage & Pick<proto.Message.IDocumentMessage, 'caption' | 'fileName' | 'contextInfo'>;

function fileOf(content: proto.IMessage): { kind: MediaKind; message: AnyFile } | undefined {
  const { imageMessage, videoMessage, audioMessage, documentMessage, stickerMessage } = content;
  if (imageMessage) return { kind: 'image', message: imageMessage };
  if (videoMessage) return { kind: 'video', message: videoMessage };
  if (audioMessage) return { kind: 'audio', message: audioMessage };
  if (documentMessage) return { kind: 'document', message: documentMessage };
  return stickerMessage ? { kind: 'sticker', message: stickerMessage } : undefined;
}

function wordsOf({ conversation, extendedTextMessage, protocolMessage, reactionMessage }: proto.IMessage): Told {
  if (protocolMessage) {
    const edited = normalizeMessageContent(protocolMessage.editedMessage);
    const target = protocolMessage.key?.id ?? '';
    if (!edited) return { kind: protocolMessage.type ? 'other' : 'revoke', target };
    const words = wordsOf(edited);
    const { imageMessage, videoMessage, documentMessage } = edited;
    const caption = (imageMessage ?? videoMessage ?? documentMessage)?.caption;
    return { ...words, ...(caption ? { caption } : {}), kind: 'edit', target };
  }
  if (reactionMessage) {
    return { kind: 'reaction', text: reactionMessage.text ?? '', target: reactionMessage.key?.id ?? '' };
  }
  const text = extendedTextMessage?.text ?? conversation;
  return text ? { kind: 'text', text, ...quotedOf(extendedTextMessage?.contextInfo) } : { kind: 'other' };
}

const quotedOf = (context: proto.IContextInfo | null | undefined): { quoted?: string } =>
  context?.stanzaId ? { quoted: context.stanzaId } : {};
