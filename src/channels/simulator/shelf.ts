import { randomUUID } from 'node:crypto';
import type { OutgoingFile } from '../channel.ts';

/** Files that were sent, kept while there is room: the oldest make way for the newest. */
export class Shelf {
  private readonly files = new Map<string, OutgoingFile>();
  private readonly room: number;
  private bytes = 0;

  /** @param room bytes of all files together */
  constructor(room: number) {
    this.room = room;
  }

  /** The id to fetch it by; `undefined` when it is larger than the whole shelf. */
  put(file: OutgoingFile): string | undefined {
    if (file.bytes.byteLength > this.room) return undefined;
    const id = randomUUID();
    this.files.set(id, file);
    this.bytes += file.bytes.byteLength;
    for (const [oldest, { bytes }] of this.files) {
      if (this.bytes <= this.room) break;
      this.files.delete(oldest);
      this.bytes -= bytes.byteLength;
    }
    return id;
  }

  get(id: string): OutgoingFile | undefined {
    return this.files.get(id);
  }
}
