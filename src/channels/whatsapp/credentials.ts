/** Who the number is to WhatsApp: made once, changed now and then, worth the number to whoever has it. */
import { type AuthenticationCreds, initAuthCreds, type proto, type SignalDataSet } from '@whiskeysockets/baileys';
import { decodeCredentials, encode } from './codec.ts';
import { CREDENTIALS, type KeyChange, LockedError, type Safe } from './ports.ts';

const ID = 'own';

/**
 * The credentials of the number; new ones where none is paired, for those of a try that failed name a number already.
 *
 * @throws LockedError where they do not open
 */
export async function readCredentials(safe: Pick<Safe, 'read'>): Promise<AuthenticationCreds> {
  const text = (await safe.read(CREDENTIALS, [ID])).get(ID);
  const kept = text === undefined ? undefined : decodeCredentials(text);
  return kept && isPaired(kept) ? kept : initAuthCreds();
}

/** For whoever can go on without them: they do not open. */
export function unlessLocked(error: unknown): undefined {
  if (!(error instanceof LockedError)) throw error;
}

export async function writeCredentials(safe: Safe, credentials: AuthenticationCreds): Promise<void> {
  await safe.write([{ type: CREDENTIALS, id: ID, value: encode(credentials) }]);
}

/**
 * What is to be kept of the keys that the phone has shared, before it hears that they came: without them no chat of it can ever
 * be deleted, and it hands them out once.
 */
export function sharedKeys(
  credentials: AuthenticationCreds,
  shares: readonly proto.Message.IAppStateSyncKey[],
): { readonly keys?: SignalDataSet; readonly changes?: readonly KeyChange[] } {
  const keys = shares.flatMap(({ keyId, keyData }): [string, proto.Message.IAppStateSyncKeyData][] =>
    keyId?.keyId && keyData ? [[Buffer.from(keyId.keyId).toString('base64'), keyData]] : [],
  );
  const latest = keys.at(-1);
  if (!latest) return {};
  [credentials.myAppStateKeyId] = latest;
  return {
    keys: { 'app-state-sync-key': Object.fromEntries(keys) },
    changes: [{ type: CREDENTIALS, id: ID, value: encode(credentials) }],
  };
}

/** A number was paired. */
export const isPaired = ({ me, account }: AuthenticationCreds): boolean => me !== undefined && account !== undefined;
