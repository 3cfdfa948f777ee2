import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';

const EVENT = 'CB:message';

/**
 * Lets messages be dealt with one after the other, as they come. Baileys begins with each at once, and looks for the number of
 * whoever wrote before it waits for the others; what was missed waits in a row of its own, and what comes meanwhile passes it
 * (`Socket/messages-recv.js`). To be called before anything of ours listens.
 *
 * @param before what is to be done with a message first; where that fails it is not dealt with, and the server keeps it
 * @returns stops it: what waits is not dealt with any more
 */
export function inOrder({ ws }: WASocket, before: (node: BinaryNode) => Promise<void>): () => void {
  const theirs = ws.listeners(EVENT);
  let over = false;
  let work: Promise<unknown> = Promise.resolve();
  ws.removeAllListeners(EVENT);
  ws.on(EVENT, (node: BinaryNode) => {
    const { offline: _, ...attrs } = node.attrs;
    const asNew = { ...node, attrs };
    work = work.then(async () => {
      if (over) return;
      const ready = await before(node).then(
        () => true,
        () => false,
      );
      if (ready) await Promise.allSettled(theirs.map((listener) => Reflect.apply(listener, ws, [asNew])));
    });
  });
  return () => {
    over = true;
    ws.removeAllListeners(EVENT);
  };
}
