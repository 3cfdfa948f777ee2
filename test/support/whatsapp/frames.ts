/** How bytes travel on the socket: an introduction once, then frames of a 3-byte length and that many bytes. */
import { NOISE_WA_HEADER } from '@whiskeysockets/baileys';
import { ProtocolError } from './nodes.ts';

const LENGTH = 3;
/** `ED`, two bytes, a 3-byte length: routing, which a client that was told some puts before the introduction. */
const ROUTING = 7;

export function frame(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(LENGTH);
  length.writeUIntBE(bytes.length, 0, LENGTH);
  return Buffer.concat([length, bytes]);
}

export class FrameReader {
  private rest: Buffer = Buffer.alloc(0);
  private introduced = false;

  /** Whole frames, in order; what is not whole yet waits for more bytes. */
  read(bytes: Buffer): readonly Buffer[] {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    if (!this.introduced && !this.skipIntroduction()) return [];
    const frames: Buffer[] = [];
    while (this.rest.length >= LENGTH) {
      const end = LENGTH + this.rest.readUIntBE(0, LENGTH);
      if (this.rest.length < end) break;
      frames.push(this.rest.subarray(LENGTH, end));
      this.rest = this.rest.subarray(end);
    }
    return frames;
  }

  private skipIntroduction(): boolean {
    const routed = this.rest.subarray(0, 2).toString('latin1') === 'ED';
    if (routed && this.rest.length < ROUTING) return false;
    const begin = routed ? ROUTING + this.rest.readUIntBE(4, LENGTH) : 0;
    const end = begin + NOISE_WA_HEADER.length;
    if (this.rest.length < end) return false;
    if (!this.rest.subarray(begin, end).equals(NOISE_WA_HEADER)) throw new ProtocolError('the introduction');
    this.rest = this.rest.subarray(end);
    this.introduced = true;
    return true;
  }
}
