import { SessionCipher } from 'libsignal';
import { z } from 'zod';

/** One session with a device, as libsignal has it in memory. */
interface Session {
  readonly indexInfo: { used: number };
  /** By the other side's keys, oldest first. */
  chains(): Iterable<readonly [key: Buffer, chain: { readonly chainType: number }]>;
  deleteChain(key: Buffer): void;
  serialize(): unknown;
  readonly constructor: { deserialize(serialized: unknown): object };
}

interface Opened {
  readonly session: Session;
  readonly plaintext: Buffer;
}

interface Cipher {
  doDecryptWhisperMessage(data: Uint8Array, session: Session): Promise<Buffer>;
}

type Open = (this: Cipher, data: Uint8Array, sessions: readonly Session[]) => Promise<Opened>;

/** `chainType` of a chain that reads. */
const RECEIVING = 2;
/** As many as Signal's own library keeps: what was overtaken by so many answers to answers is asked for again. */
const MOST_CHAINS = 5;

let mended = false;

/**
 * Lets what does not open in one session leave that session as it was. libsignal tries all sessions with a device, steps the
 * ratchet of each, and keeps that with the one that opens: a message of an old session spoils the new one, and whatever is
 * written in that from then on nobody can read (https://github.com/WhiskeySockets/libsignal-node, src/session_cipher.js). And
 * it keeps the chain of each answer to an answer for ever, so that a session grows. For the rest of the process.
 */
export function mendLibsignal(): void {
  if (mended) return;
  mended = true;
  const original = z
    .custom<Open>((value) => typeof value === 'function')
    .parse(Reflect.get(SessionCipher.prototype, 'decryptWithSessions'));
  const decryptWithSessions: Open = async function (data, sessions) {
    if (sessions.length === 1) {
      // What does not open is not written.
      const opened = await original.call(this, data, sessions);
      forgetOldChains(opened.session);
      return opened;
    }
    for (const session of sessions) {
      const before = session.serialize();
      try {
        const plaintext = await this.doDecryptWhisperMessage(data, session);
        session.indexInfo.used = Date.now();
        forgetOldChains(session);
        return { session, plaintext };
      } catch {
        // The next may open it; when none does, libsignal's own says why.
        Object.assign(session, session.constructor.deserialize(before));
      }
    }
    return original.call(this, data, sessions);
  };
  Object.assign(SessionCipher.prototype, { decryptWithSessions });
}

function forgetOldChains(session: Session): void {
  const reading = [...session.chains()].filter(([, { chainType }]) => chainType === RECEIVING);
  for (const [key] of reading.slice(0, -MOST_CHAINS)) session.deleteChain(key);
}
