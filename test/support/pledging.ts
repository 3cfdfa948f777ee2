import type { Shell } from './shell.ts';
import { SARI } from './world.ts';

/** The whole pledge with the activation code, from a chat of its own. */
export async function pledgeByCode(at: Shell, who: string, code = 'K7QM-2XPD'): Promise<void> {
  await at.says(who, '/ikrar');
  await at.says(who, SARI.nip);
  await at.says(who, 'kode');
  await at.says(who, code);
  await at.taps(who, 'yes');
  for (let n = 0; n < 4; n += 1) await at.taps(who, 'agree');
  await at.taps(who, 'yes');
  await at.quiet();
}
