import { jidDecode } from '@whiskeysockets/baileys';
import type { Letter } from './ports.ts';
import type { OpenSocket } from './socket.ts';

/** The letter with the number of whoever wrote it, where that was learnt before; without, it must do without. */
export async function withNumber(open: OpenSocket | undefined, one: Letter): Promise<Letter> {
  if (one.number !== undefined || !open) return one;
  const jid = await open.socket.signalRepository.lidMapping.getPNForLID(one.chat);
  const number = jid ? jidDecode(jid)?.user : undefined;
  return number === undefined ? one : { ...one, number };
}
