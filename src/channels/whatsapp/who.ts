import { isPnUser, jidDecode, jidNormalizedUser } from '@whiskeysockets/baileys';
import { decode } from './codec.ts';
import type { Letter, Safe } from './ports.ts';
import type { OpenSocket } from './socket.ts';

/** Baileys' own name of what it has learnt of numbers and LIDs: `628…` → `222…`, `222…_reverse` → `628…`. */
const MAPPING = 'lid-mapping';

/**
 * The letter with what was learnt before of whoever wrote it: the LID of a number, since a chat is known by that, and the number
 * of a LID. What is not known it must do without. What was learnt counts also before there is a connection, or a letter that
 * waits since before a restart would begin a second chat.
 *
 * @param soonOpen the connection, as soon as it is open, to ask for the LID of a number that is not known
 */
export async function identified(
  safe: Pick<Safe, 'read'>,
  soonOpen: () => Promise<OpenSocket | undefined>,
  one: Letter,
): Promise<Letter> {
  const user = jidDecode(one.chat)?.user;
  if (user === undefined) return one;
  if (isPnUser(one.chat)) {
    const known = await learnt(safe, user);
    const lid = known === undefined ? await asked(soonOpen, one.chat) : `${known}@lid`;
    return lid === undefined ? one : { ...one, chat: lid };
  }
  if (one.number !== undefined) return one;
  const number = await learnt(safe, `${user}_reverse`);
  // Somebody else may have that number by now: only of whoever had it last is it a proof.
  return number === undefined || (await learnt(safe, number)) !== user ? one : { ...one, number };
}

async function learnt(safe: Pick<Safe, 'read'>, id: string): Promise<string | undefined> {
  const text = (await safe.read(MAPPING, [id])).get(id);
  return text === undefined ? undefined : decode(MAPPING, text);
}

/** The message must not wait for an answer that does not come. */
async function asked(soonOpen: () => Promise<OpenSocket | undefined>, jid: string): Promise<string | undefined> {
  const open = await soonOpen();
  const lid = await open?.socket.signalRepository.lidMapping.getLIDForPN(jid).catch(() => null);
  return lid ? jidNormalizedUser(lid) : undefined;
}
