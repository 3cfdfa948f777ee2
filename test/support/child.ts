/** A child process of a test: runs one of our files with the same Node, and hands over what it says, line by line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export class Child {
  readonly process: ChildProcess;
  readonly lines: string[] = [];
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  errors = '';
  private readonly waiting = new Set<() => void>();

  /**
   * @param file path from the repository's root
   * @param place where it runs: in a terminal (script(1) of util-linux) its errors stand among its lines
   */
  constructor(
    file: string,
    args: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
    place: 'piped' | 'terminal' = 'piped',
  ) {
    const path = fileURLToPath(new URL(`../../${file}`, import.meta.url));
    const command = [process.execPath, path, ...args];
    const [program = '', ...rest] = place === 'piped' ? command : ['script', '-qefc', quoted(command), '/dev/null'];
    const child = spawn(program, rest, { env: { ...process.env, ...environment } });
    this.process = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.errors += text;
    });
    const output = createInterface({ input: child.stdout }).on('line', (line) => {
      this.lines.push(line);
      this.wake();
    });
    const drained = new Promise((resolve) => output.once('close', resolve));
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => drained.then(() => resolve({ code, signal })));
    });
    this.ended.then(() => this.wake()).catch(() => this.wake());
  }

  /** Resolves with the first line that begins so, also one that was said already; rejects when the child ends without. */
  async says(beginning: string): Promise<string> {
    for (;;) {
      const line = this.lines.find((one) => one.startsWith(beginning));
      if (line !== undefined) return line;
      await this.saysMore(`«${beginning}»`);
    }
  }

  /** Resolves with the next line; rejects when the child ends without. @param what was waited for */
  async saysMore(what = 'more'): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) {
      throw new Error(`the child ended without ${what}: ${this.lines.join('\n')}\n${this.errors}`);
    }
    await new Promise<void>((resolve) => this.waiting.add(resolve));
  }

  tell(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}

/** As the shell takes them for words. */
const quoted = (words: readonly string[]): string =>
  words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
