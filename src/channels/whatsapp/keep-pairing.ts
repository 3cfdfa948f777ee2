import {
  type AuthenticationCreds,
  type BinaryNode,
  configureSuccessfulPairing,
  type WASocket,
} from '@whiskeysockets/baileys';

const EVENT = 'CB:iq,,pair-success';

/**
 * Lets what a phone has agreed to be kept before it is answered. WhatsApp counts the number as linked from the answer on, and Baileys
 * answers at once: whoever was killed then had lost what the phone would have to agree to anew.
 *
 * @param keep where it rejects nothing is answered, and the phone says that it did not work
 */
export function keepPairingFirst(
  { ws, end }: WASocket,
  credentials: AuthenticationCreds,
  keep: (credentials: AuthenticationCreds) => Promise<void>,
): void {
  const theirs = ws.listeners(EVENT);
  ws.removeAllListeners(EVENT);
  ws.on(EVENT, async (node: BinaryNode) => {
    try {
      const { creds } = configureSuccessfulPairing(node, credentials);
      await keep({ ...credentials, ...creds });
    } catch {
      // No cause: Baileys' errors quote whom and what.
      return void end(undefined);
    }
    for (const listener of theirs) Reflect.apply(listener, ws, [node]);
  });
}
