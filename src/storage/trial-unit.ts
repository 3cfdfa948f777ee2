import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { dayIn } from '../domain/election.ts';
import { showPassphrase } from '../domain/passphrase.ts';
import { identityFile } from '../secrecy/identity-file.ts';
import { destroyFile } from '../secrecy/kept-files.ts';
import type { Keys } from '../secrecy/keys.ts';
import type { Db } from './db.ts';
import { createUnit, listUnits, newUnitId } from './units.ts';

const NAME = 'Bawaslu Contoh';
/** Stretching a passphrase for real takes 250 MB and a second; the key of a toy lies beside it anyway. */
const WORK_FACTOR = 10;

/** The key of the trial's unit, that a real one would have on paper only. */
export const trialUnitKey = (dataDir: string): string => join(dataDir, 'unit-key.txt');

/**
 * Makes the unit that trial reports are sealed to, at the first start, with its key in a file. Where there is a unit
 * nothing is made.
 *
 * @param now ms since 1970
 */
export async function seedTrialUnit(
  db: Db,
  keys: Keys,
  now: number,
  { region, zone, dataDir }: { readonly region: string; readonly zone: string; readonly dataDir: string },
): Promise<void> {
  if ((await listUnits(db)).length > 0) return;
  const unit = { id: newUnitId(now), name: NAME, region, day: dayIn(zone, now) };
  await createUnit(db, keys, unit, {
    workFactor: WORK_FACTOR,
    handOut: async ({ identity, passphrase, fingerprint }) => {
      const comments = [
        `${NAME} (mode coba). Hanya mainan: kunci sungguhan tidak pernah disimpan dalam berkas.`,
        `Sidik kunci: ${fingerprint}`,
        `Kata sandi kunci: ${showPassphrase(passphrase)}`,
      ];
      await writeKey(trialUnitKey(dataDir), identityFile(identity, comments));
    },
  });
}

/** In the place of one whose unit is gone, or never came to be. */
async function writeKey(path: string, content: string): Promise<void> {
  await destroyFile(path);
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
