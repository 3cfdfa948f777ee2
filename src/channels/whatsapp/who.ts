import { isPnUser, jidDecode, jidNormalizedUser, USyncQuery, USyncUser } from '@whiskeysockets/baileys';
import { z } from 'zod';
import { decode } from './codec.ts';
import type { Letter, Safe } from './ports.ts';
import type { OpenSocket } from './socket.ts';

/** Baileys' own name of what it has learnt of numbers and LIDs: `628…` → `222…`, `222…_reverse` → `628…`. */
export const MAPPING = 'lid-mapping';

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
    const known = one.opens ? undefined : await learnt(safe, user);
    const lid = known === undefined ? await asked(soonOpen, one) : `${known}@lid`;
    return lid === undefined ? one : { ...one, chat: lid };
  }
  if (one.number !== undefined) return one;
  const number = await learnt(safe, `${user}_reverse`);
  // Somebody else may have that number by now: only of whoever had it last is it a proof.
  return number === undefined || (await learnt(safe, number)) !== user ? one : { ...one, number };
}

/** The LID that a letter's number had last, as far as that was learnt: where it stands, not whose it is. */
export async function placeOf(safe: Pick<Safe, 'read'>, { chat }: Letter): Promise<string> {
  const user = isPnUser(chat) ? jidDecode(chat)?.user : undefined;
  const lid = user === undefined ? undefined : await learnt(safe, user);
  return lid === undefined ? chat : `${lid}@lid`;
}

async function learnt(safe: Pick<Safe, 'read'>, id: string): Promise<string | undefined> {
  const text = (await safe.read(MAPPING, [id])).get(id);
  return text === undefined ? undefined : decode(MAPPING, text);
}

/**
 * The message must not wait for an answer that does not come. Only where it may be of another phone than the one that had the
 * number before: whoever is given a number must not go on in the chat of who had it.
 *
 * @throws UnknownSenderError
 */
async function asked(
  soonOpen: () => Promise<OpenSocket | undefined>,
  { chat, opens }: Letter,
): Promise<string | undefined> {
  const open = await soonOpen();
  const { lidMapping } = open?.socket.signalRepository ?? {};
  if (!opens) {
    const lid = await lidMapping?.getLIDForPN(chat).catch(() => null);
    return lid ? jidNormalizedUser(lid) : undefined;
  }
  const query = new USyncQuery().withLIDProtocol().withUser(new USyncUser().withId(chat));
  const found = await open?.socket.executeUSyncQuery(query).catch(() => undefined);
  if (!found) throw new UnknownSenderError('WhatsApp has not said yet whose number it is now');
  const lid = z.string().safeParse(found.list[0]?.['lid']).data;
  if (lid === undefined) return undefined;
  await lidMapping?.storeLIDPNMappings([{ lid, pn: chat }]);
  return jidNormalizedUser(lid);
}

/** Whose chat a message belongs to is not known yet: it comes again. */
export class UnknownSenderError extends Error {
  override readonly name = 'UnknownSenderError';
}
