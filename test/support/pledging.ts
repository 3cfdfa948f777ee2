import type { Shell } from './shell.ts';
import { SARI } from './world.ts';

/** The whole pledge with the activation code, from a chat of its own. */
export async function pledgeByCode(at: Shell, who: string, code = 'K7QM-2XPD'): Promise<void> {
  await begin(at, who);
  await at.says(who, 'kode');
  await at.says(who, code);
  await confirm(at, who);
}

/** The whole pledge with nothing to prove who it is: it waits for the OPD, and any number of chats may make one. */
export async function pledgeUnproven(at: Shell, who: string): Promise<void> {
  await begin(at, who);
  await at.taps(who, 'none');
  await confirm(at, who);
}

async function begin(at: Shell, who: string): Promise<void> {
  await at.says(who, '/ikrar');
  await at.says(who, SARI.nip);
}

async function confirm(at: Shell, who: string): Promise<void> {
  await at.taps(who, 'yes');
  for (let n = 0; n < 4; n += 1) await at.taps(who, 'agree');
  await at.taps(who, 'yes');
  await at.quiet();
}
