/** What is piped or typed into a command, so that it stands in no list of processes and no history of a shell. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

export interface Input {
  /** Whether a person types it, and should be told what is awaited. */
  readonly live: boolean;
  /** Everything, to the end of the input. */
  all(): Promise<string>;
  /** One line. A terminal does not show it. */
  secret(): Promise<string>;
}

/** No command is told more. */
const MOST_BYTES = 64 * 1024;

export const NO_INPUT: Input = { live: false, all: async () => '', secret: async () => '' };

/** The input of this process. What is too long is cut, and the rest left unread. */
export const standardInput = (): Input => ({
  live: process.stdin.isTTY,
  all: readAll,
  secret: process.stdin.isTTY ? readHidden : async () => (await readAll()).split('\n')[0] ?? '',
});

async function readAll(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    chunks.push(Buffer.from(chunk));
    size += chunks.at(-1)?.length ?? 0;
    if (size > MOST_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MOST_BYTES).toString('utf8');
}

/** Reads a line from a terminal, whose letters go nowhere. Ctrl-C and Ctrl-D end it with nothing. */
async function readHidden(): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  const line = await new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('SIGINT', () => lines.close());
    lines.once('close', () => resolve(''));
  });
  lines.close();
  return line;
}
