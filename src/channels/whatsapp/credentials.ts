/** Who the number is to WhatsApp: made once, changed now and then, worth the number to whoever has it. */
import { type AuthenticationCreds, initAuthCreds } from '@whiskeysockets/baileys';
import { decodeCredentials, encode } from './codec.ts';
import type { Safe } from './ports.ts';

const TYPE = 'creds';
const ID = 'own';

/** The credentials of the number; new ones where none is paired, for those of a try that failed name a number already. */
export async function readCredentials(safe: Pick<Safe, 'read'>): Promise<AuthenticationCreds> {
  const text = (await safe.read(TYPE, [ID])).get(ID);
  const kept = text === undefined ? undefined : decodeCredentials(text);
  return kept && isPaired(kept) ? kept : initAuthCreds();
}

export async function writeCredentials(safe: Safe, credentials: AuthenticationCreds): Promise<void> {
  await safe.write([{ type: TYPE, id: ID, value: encode(credentials) }]);
}

/** A number was paired. */
export const isPaired = ({ me, account }: AuthenticationCreds): boolean => me !== undefined && account !== undefined;
