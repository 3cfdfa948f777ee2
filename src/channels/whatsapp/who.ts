import { isPnUser, jidDecode, jidNormalizedUser } from '@whiskeysockets/baileys';
import type { Letter } from './ports.ts';
import type { OpenSocket } from './socket.ts';

/**
 * The letter with what was learnt before of whoever wrote it: the LID of a number, since a chat is known by that, and the number
 * of a LID. What is not known it must do without.
 */
export async function identified(open: OpenSocket | undefined, one: Letter): Promise<Letter> {
  if (!open) return one;
  const { lidMapping } = open.socket.signalRepository;
  if (isPnUser(one.chat)) {
    // Asked of WhatsApp where it is not known; the message must not wait for an answer that does not come.
    const lid = await lidMapping.getLIDForPN(one.chat).catch(() => null);
    return lid ? { ...one, chat: jidNormalizedUser(lid) } : one;
  }
  if (one.number !== undefined) return one;
  const jid = await lidMapping.getPNForLID(one.chat);
  const number = jid ? jidDecode(jid)?.user : undefined;
  return number === undefined ? one : { ...one, number };
}
