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

  /** @param file path from the repository's root */
  constructor(file: string, args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}) {
    const path = fileURLToPath(new URL(`../../${file}`, import.meta.url));
    const child = spawn(process.execPath, [path, ...args], { env: { ...process.env, ...environment } });
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
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        throw new Error(`the child ended without «${beginning}»: ${this.lines.join('\n')}\n${this.errors}`);
      }
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  tell(line: string): void {
    this.process.stdin?.write(`${line}\n`);
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}
