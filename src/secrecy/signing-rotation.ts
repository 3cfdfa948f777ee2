/** The files of the signing keys under another root secret. The keys stay the same, and so do the certificates they signed. */
import { join } from 'node:path';
import { readIfThere, replaceFile } from './kept-files.ts';
import type { Keys } from './keys.ts';
import { passphraseOfSigning } from './signing.ts';
import { ED25519_FILE, lockEd25519, openEd25519 } from './signing-ed25519.ts';
import { SigningError } from './signing-error.ts';
import { lockAgain, openOwnP12, P12_FILE } from './signing-p12.ts';

export interface LockedSigning {
  /** Puts the files in the place of those that are there. @returns how many */
  write(): Promise<number>;
}

/**
 * Locks the files of a data folder with the new root. One that is locked with it already is left; so it can be done again after it
 * was interrupted, and on each machine that has such a folder.
 *
 * @throws SigningError when neither root opens a file
 */
export async function lockSigning(dataDir: string, from: Keys, to: Keys): Promise<LockedSigning> {
  const [former, next] = [passphraseOfSigning(from), passphraseOfSigning(to)];
  const folder = join(dataDir, 'keys');
  const locked = [
    await lock(join(folder, ED25519_FILE), (file) =>
      opens(() => openEd25519(file, next)) ? undefined : lockEd25519(openEd25519(file, former), next),
    ),
    await lock(join(folder, P12_FILE), (file) =>
      opens(() => openOwnP12(file, next)) ? undefined : lockAgain(openOwnP12(file, former), next),
    ),
  ].flat();
  return {
    write: async () => {
      for (const { path, bytes } of locked) await replaceFile(path, bytes);
      return locked.length;
    },
  };
}

async function lock(path: string, locked: (file: Buffer) => Buffer | undefined) {
  const file = await readIfThere(path);
  const bytes = file && locked(file);
  return bytes ? [{ path, bytes }] : [];
}

function opens(opened: () => unknown): boolean {
  try {
    opened();
    return true;
  } catch (error) {
    if (error instanceof SigningError) return false;
    throw error;
  }
}
