/** A private key in a file, as `age -d -i` takes it: the key on a line of its own, and comments behind `#`. */
import { AgeError, type Identity, parseIdentity } from './age.ts';

/** @throws AgeError when there is no key in it, more than one, or one of another kind */
export function readIdentityFile(text: string): Identity {
  const [key, ...others] = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  if (key === undefined || others.length > 0) throw new AgeError('identity');
  return parseIdentity(key);
}

/** @param comments a line each */
export const identityFile = (identity: Identity, comments: readonly string[]): string =>
  [...comments.map((line) => `# ${line}`), identity, ''].join('\n');
