/** The files of all phones of one style: what the bot sent, and what people sent to it. In memory, and nowhere else. */
import type { EvidenceKind } from '../../domain/evidence.ts';
import { FetchError, type OutgoingFile } from '../channel.ts';
import { drawableType, type ShownType } from './drawable.ts';
import { Shelf } from './shelf.ts';

/** Bytes of what the bot sent: some hundred certificates. */
const SENT_ROOM = 48 * 1024 * 1024;
/** Bytes of what people sent: the largest evidence of one report, which is fetched as soon as it came. */
const RECEIVED_ROOM = 64 * 1024 * 1024;

/** What a person attaches. */
export interface IncomingFile {
  readonly name: string;
  readonly kind: EvidenceKind;
  readonly bytes: Uint8Array;
}

/** A file as it stands in a message. */
export interface ShownFile {
  readonly id: string;
  readonly name: string;
  readonly kind: EvidenceKind;
  /** Absent when a page cannot show it, or must not. */
  readonly type?: ShownType;
  readonly size: number;
}

/** A file that a page may ask for. */
export interface OpenFile {
  readonly name: string;
  readonly type: ShownType;
  readonly bytes: Uint8Array;
}

export class Files {
  private readonly sent = new Shelf<OpenFile>(SENT_ROOM);
  private readonly received = new Shelf<IncomingFile>(RECEIVED_ROOM);

  /** Keeps a file of the bot; `undefined` when it is too large for that. */
  send(file: OutgoingFile): ShownFile | undefined {
    const { name, type, bytes } = file;
    const id = this.sent.put(file);
    const kind = type === 'application/pdf' ? 'document' : 'photo';
    return id === undefined ? undefined : { id, name, kind, type, size: bytes.byteLength };
  }

  /** Keeps a file of a person, until the bot fetches it; `undefined` when it is too large for that. */
  receive(file: IncomingFile): ShownFile | undefined {
    const { name, kind, bytes } = file;
    const [id, type] = [this.received.put(file), drawableType(bytes)];
    return id === undefined ? undefined : { id, name, kind, ...(type ? { type } : {}), size: bytes.byteLength };
  }

  /** What a page may show. */
  open(id: string): OpenFile | undefined {
    const received = this.received.get(id);
    const type = received && drawableType(received.bytes);
    return received && type ? { name: received.name, type, bytes: received.bytes } : this.sent.get(id);
  }

  /**
   * What a person sent, in bytes of the caller's own.
   *
   * @throws FetchError
   */
  fetch(id: string, most: number): Uint8Array {
    const file = this.received.get(id);
    if (!file) throw new FetchError('gone');
    if (file.bytes.byteLength > most) throw new FetchError('too_large');
    // Not `slice`: that of a Buffer copies nothing.
    return new Uint8Array(file.bytes);
  }

  forget(id: string): void {
    this.sent.drop(id);
    this.received.drop(id);
  }
}
