/** One message on its way, until the server has said what it makes of it. */
import { type AnyMessageContent, generateWAMessage, proto } from '@whiskeysockets/baileys';
import { SendError } from '../channel.ts';
import type { Answer } from './acks.ts';
import type { Safe } from './ports.ts';
import { SILENT } from './silent.ts';
import type { OpenSocket } from './socket.ts';

/** How long the server may take to say whether it took a message, ms. */
const LONGEST_ACK = 20_000;
/** How long to wait before another try when the connection is gone, ms. */
const AWAY_MS = 5_000;

/** There is no connection. */
export const away = (): SendError => new SendError({ kind: 'retry', waitMs: AWAY_MS, everybody: true });

export interface Dispatch {
  readonly to: string;
  readonly messageId: string;
  readonly content: AnyMessageContent;
}

/** The number may begin no new chats: who is in this one must write first. */
const RESTRICTED = 463;

/**
 * Sends it, and keeps a copy of it. What was sent before and answered too late is not sent again, unless that was a refusal after
 * which it may be.
 *
 * @throws SendError when its file was not taken, or nobody knows whether the message was
 */
export async function dispatch(
  { socket, acks }: OpenSocket,
  safe: Pick<Safe, 'keepCopy'>,
  dispatch: Dispatch,
): Promise<Answer> {
  const { to, messageId } = dispatch;
  const before = acks.afterAll(messageId);
  if (before?.answer === RESTRICTED) throw new SendError({ kind: 'owed', code: RESTRICTED }); // the breaker knows of it
  if (before && typeof before.answer !== 'number') return before.answer;
  const message = await messageOf(socket, dispatch);
  const answer = acks.of(messageId, LONGEST_ACK);
  answer.catch(() => undefined); // awaited below, if sending gets that far
  try {
    // The copy is there before anybody can ask for it. When the connection ends there is no answer, whatever Baileys waits for.
    const [told] = await Promise.all([
      answer,
      safe.keepCopy(messageId, proto.Message.encode(message).finish()),
      socket.relayMessage(to, message, { messageId }),
    ]);
    return told;
  } catch {
    // No cause: Baileys' errors quote whom and what.
    throw new SendError({ kind: 'retry', waitMs: AWAY_MS, everybody: true, unknown: true });
  }
}

/** Uploads what belongs to it. A host that takes no files keeps nobody waiting who is sent words alone. */
async function messageOf(socket: OpenSocket['socket'], { to, messageId, content }: Dispatch): Promise<proto.IMessage> {
  const { message } = await generateWAMessage(to, content, {
    messageId,
    userJid: socket.user?.id ?? '',
    upload: socket.waUploadToServer,
    logger: SILENT,
  }).catch(() => ({ message: undefined })); // no cause, as below
  if (message) return message;
  throw new SendError({ kind: 'retry', waitMs: AWAY_MS, everybody: !socket.ws.isOpen });
}
