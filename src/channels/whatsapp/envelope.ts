/** Who wrote, as the stanza of a message says: before it is opened, and with nothing else of it. */
import {
  type BinaryNode,
  getBinaryNodeChild,
  isLidUser,
  isPnUser,
  jidDecode,
  jidNormalizedUser,
} from '@whiskeysockets/baileys';

/** `<message id from="222…@lid" sender_pn="6281…@s.whatsapp.net">`, or `from` the number with `sender_lid`. */
export interface Sender {
  readonly id: string;
  readonly chat: string;
  /** Digits. */
  readonly number?: string;
  /** It begins a session, so it may be of another phone than the one that wrote under this address before. */
  readonly opens?: true;
}

/** `undefined` for groups, broadcasts, newsletters, the number's own phone, and whatever has no id. */
export function senderOf(node: BinaryNode, own: readonly string[]): Sender | undefined {
  const { attrs } = node;
  const { id, from = '', sender_pn: pn, sender_lid: lid, participant } = attrs;
  if (!id || participant !== undefined || !(isLidUser(from) || isPnUser(from))) return undefined;
  const jids = [from, lid, pn].flatMap((jid) => (jid === undefined ? [] : jidNormalizedUser(jid)));
  if (jids.some((jid) => own.includes(jid))) return undefined;
  const chat = jids.find((jid) => isLidUser(jid)) ?? jidNormalizedUser(from);
  const number = jids.find((jid) => isPnUser(jid));
  const digits = number === undefined ? undefined : jidDecode(number)?.user;
  return {
    id,
    chat,
    ...(digits === undefined ? {} : { number: digits }),
    ...(opensSession(node) ? { opens: true } : {}),
  };
}

/** `<enc v="2" type="pkmsg">`, in each message until one of ours has come back. */
const opensSession = (node: BinaryNode): boolean => getBinaryNodeChild(node, 'enc')?.attrs['type'] === 'pkmsg';

/** `<unavailable type="view_once_unavailable_fanout">` in place of a ciphertext: only the phone that holds the number can see it. */
export function keptBack(node: BinaryNode): 'view once' | 'other' | undefined {
  const unavailable = getBinaryNodeChild(node, 'unavailable');
  if (!unavailable || getBinaryNodeChild(node, 'enc')) return undefined;
  return unavailable.attrs['type']?.startsWith('view_once') ? 'view once' : 'other';
}
