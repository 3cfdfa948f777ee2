import { randomUUID } from 'node:crypto';

/** Files, kept while there is room: the oldest make way for the newest. */
export class Shelf<File extends { readonly bytes: Uint8Array }> {
  private readonly files = new Map<string, File>();
  private readonly room: number;
  private bytes = 0;

  /** @param room bytes of all files together */
  constructor(room: number) {
    this.room = room;
  }

  /** The id to fetch it by; `undefined` when it is larger than the whole shelf. */
  put(file: File): string | undefined {
    if (file.bytes.byteLength > this.room) return undefined;
    const id = randomUUID();
    this.files.set(id, file);
    this.bytes += file.bytes.byteLength;
    for (const oldest of this.files.keys()) {
      if (this.bytes <= this.room) break;
      this.drop(oldest);
    }
    return id;
  }

  get(id: string): File | undefined {
    return this.files.get(id);
  }

  drop(id: string): void {
    this.bytes -= this.files.get(id)?.bytes.byteLength ?? 0;
    this.files.delete(id);
  }
}
