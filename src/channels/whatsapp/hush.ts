/**
 * libsignal prints sessions with their private keys to the console, whatever logger it is given
 * (https://github.com/WhiskeySockets/libsignal-node, src/session_record.js). Nothing of it may reach a log.
 */
const LOUD = ['log', 'info', 'warn', 'error', 'debug'] as const;
const THEIRS = /[\\/]node_modules[\\/]libsignal[\\/]/;

let hushed = false;

/** Silences libsignal, and nobody else, for the rest of the process. */
export function hushLibsignal(): void {
  if (hushed) return;
  hushed = true;
  for (const name of LOUD) {
    const print = console[name];
    console[name] = (...what: unknown[]) => {
      if (!THEIRS.test(new Error().stack ?? '')) print.apply(console, what);
    };
  }
}
