/** Telegram's paths have some 40 characters. */
const LONGEST = 1024;

/**
 * Makes the `file_path` of getFile, `documents/file_12.pdf`, fit to stand at the end of an address: it names a file below
 * the bot's own folder and cannot leave it, whatever it says. Its ending is that of the name a person gave the file.
 *
 * @returns `undefined` when it names no such file; a server that runs with `--local` tells paths of its own disk
 */
export function readFilePath(path: string): string | undefined {
  if (path.length > LONGEST || !path.isWellFormed()) return undefined;
  const steps = path.split('/');
  if (steps.some((step) => step === '' || step === '.' || step === '..')) return undefined;
  return steps.map(encodeURIComponent).join('/');
}
