import {
  type BinaryNode,
  getBinaryNodeChild,
  isLidUser,
  jidNormalizedUser,
  type WASocket,
} from '@whiskeysockets/baileys';

/** An account has another LID from now on: `222…@lid`. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

const EVENT = 'CB:notification';

/**
 * Notes that somebody took their account to another number, and with it to another LID, before WhatsApp is told that we know:
 * Baileys would only say so, and it is told once.
 *
 * `<notification type="contacts"><modify old="628…" new="628…" old_lid="222…@lid" new_lid="333…@lid"/></notification>`
 *
 * @param moved where that fails the notification is not answered, and the server keeps it
 */
export function heedMoves({ ws }: WASocket, moved: (move: Move) => Promise<void>): void {
  const theirs = ws.listeners(EVENT);
  ws.removeAllListeners(EVENT);
  ws.on(EVENT, (node: BinaryNode) => {
    const pass = (): void => {
      for (const listener of theirs) Reflect.apply(listener, ws, [node]);
    };
    const move = moveIn(node);
    if (!move) return pass();
    moved(move).then(pass, () => undefined);
  });
}

/** `undefined` also where only the number is another: a chat is known by its LID. */
export function moveIn(node: BinaryNode): Move | undefined {
  if (node.attrs['type'] !== 'contacts') return undefined;
  const { old_lid: old, new_lid: next } = getBinaryNodeChild(node, 'modify')?.attrs ?? {};
  const [from, to] = [jidNormalizedUser(old), jidNormalizedUser(next)];
  return isLidUser(from) && isLidUser(to) && from !== to ? { from, to } : undefined;
}
