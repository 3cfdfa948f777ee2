import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileRefusal } from './files.ts';

/** A folder that a command makes, with files that only its user may read. */
export class NewFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** @throws Refusal when there is something of that name */
  static async make(path: string): Promise<NewFolder> {
    await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
      throw fileRefusal(error, path);
    });
    return new NewFolder(path);
  }

  async write(name: string, content: string | Uint8Array): Promise<void> {
    const path = join(this.path, name);
    await writeFile(path, content, NEW).catch((error: unknown) => {
      throw fileRefusal(error, path);
    });
  }

  /** Writes a file as its bytes come. When they fail, the file is taken away: half of one looks like a whole one. */
  async stream(name: string, source: AsyncIterable<Uint8Array>): Promise<void> {
    const path = join(this.path, name);
    try {
      await pipeline(source, createWriteStream(path, NEW));
    } catch (error) {
      await rm(path, { force: true });
      throw fileRefusal(error, path);
    }
  }

  /** Takes the folder away again, with all that was written. */
  remove(): Promise<void> {
    return rm(this.path, { recursive: true, force: true });
  }
}

const NEW = { flags: 'wx', flag: 'wx', mode: 0o600 } as const;
