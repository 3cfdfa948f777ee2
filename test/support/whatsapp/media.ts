/** Files: encrypted as a phone does it, kept as WhatsApp's hosts do, and opened again. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getMediaKeys, hmacSign, type proto, sha256 } from '@whiskeysockets/baileys';
import { need, ProtocolError } from './nodes.ts';

export const MEDIA_KINDS = ['image', 'video', 'audio', 'document', 'sticker'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

const MIMETYPES: Readonly<Record<MediaKind, string>> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/ogg; codecs=opus',
  document: 'application/pdf',
  sticker: 'image/webp',
};
const CIPHER = 'aes-256-cbc';
/** The end of an encrypted file: so many bytes of a hash under the file's own key. */
const MAC = 10;

/** What a message says of its file, however the message is called. */
export type FileMessage = Pick<
  proto.Message.IDocumentMessage,
  'url' | 'directPath' | 'mediaKey' | 'fileSha256' | 'fileEncSha256' | 'fileLength' | 'mimetype'
>;

/**
 * What is wrong with a file: its bytes as kept, the hash or the length that the message claims (`claim`: ten bytes, whatever it
 * has), or how the host gives it: the connection is `cut` midway, the file has `moved` to where it could be had, or it has no
 * end.
 */
export const CORRUPTIONS = ['bytes', 'hash', 'length', 'claim', 'cut', 'moved', 'endless'] as const;
export type Corruption = (typeof CORRUPTIONS)[number];

const CLAIMED = 10;

export class MediaHost {
  /** `127.0.0.1:PORT`, under TLS: Baileys puts `https://` before it. */
  host = '';
  private refused = false;
  /** What messages said of their files. */
  readonly sent: FileMessage[] = [];
  private readonly files = new Map<string, Buffer>();
  /** Paths of files that are given otherwise than whole. */
  private readonly faults = new Map<string, Corruption>();
  /** Resolves when somebody has left before the end of a file that has none. */
  readonly left = Promise.withResolvers<true>();
  private released = Promise.withResolvers<void>();

  constructor() {
    this.released.resolve();
  }

  async keep(kind: MediaKind, plain: Buffer, corrupt?: Corruption): Promise<FileMessage> {
    const mediaKey = randomBytes(32);
    const { iv, cipherKey, macKey } = await keysOf(mediaKey, kind);
    const cipher = createCipheriv(CIPHER, cipherKey, iv);
    const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
    const body = Buffer.concat([encrypted, hmacSign(Buffer.concat([iv, encrypted]), macKey).subarray(0, MAC)]);
    const fileEncSha256 = sha256(body);
    // Not in the last block, whose padding would tell.
    if (corrupt === 'bytes') body.writeUInt8(body.readUInt8(0) ^ 1, 0);
    const directPath = `/v/t62.7118-24/${randomBytes(12).toString('hex')}.enc?ccb=11-4`;
    this.files.set(directPath, body);
    if (corrupt) this.faults.set(directPath, corrupt);
    const message = {
      url: `https://${this.host}${directPath}`,
      directPath,
      mediaKey,
      fileSha256: corrupt === 'hash' ? randomBytes(32) : sha256(plain),
      fileEncSha256,
      fileLength: corrupt === 'claim' ? CLAIMED : plain.length + (corrupt === 'length' ? 1 : 0),
      mimetype: MIMETYPES[kind],
    };
    this.sent.push(message);
    return message;
  }

  /**
   * Fetches what a message names and opens it.
   *
   * @throws ProtocolError when it is not there, or not what the message claims
   */
  async open(kind: MediaKind, message: FileMessage): Promise<Buffer> {
    const body = need(this.files.get(need(message.directPath, 'directPath')), 'the uploaded file');
    const { iv, cipherKey, macKey } = await keysOf(Buffer.from(need(message.mediaKey, 'mediaKey')), kind);
    const encrypted = body.subarray(0, -MAC);
    const mac = hmacSign(Buffer.concat([iv, encrypted]), macKey).subarray(0, MAC);
    if (!mac.equals(body.subarray(-MAC))) throw new ProtocolError('the MAC of a file');
    const decipher = createDecipheriv(CIPHER, cipherKey, iv);
    const plain = Buffer.concat([decipher.update(encrypted), decipher.final()]);
    if (!sha256(plain).equals(need(message.fileSha256, 'fileSha256'))) throw new ProtocolError('the hash of a file');
    return plain;
  }

  /** While they are held, nobody who asks for a file is answered; who asked before, is now. */
  hold(held: boolean): void {
    this.released.resolve();
    if (held) this.released = Promise.withResolvers();
  }

  /** While they are refused, no file of the bot's is taken. */
  refuse(refused: boolean): void {
    this.refused = refused;
  }

  /** `POST` keeps a file under the path it came to, `GET` gives it. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    if (request.method !== 'POST') {
      await this.released.promise;
      this.give(path, response);
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(Buffer.from(part));
    if (this.refused) return void response.writeHead(503).end();
    const [directPath = path] = path.split('?', 1);
    this.files.set(directPath, Buffer.concat(parts));
    const answer = { url: `https://${this.host}${directPath}`, direct_path: directPath };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  private give(path: string, response: ServerResponse): void {
    const body = this.files.get(path);
    const fault = this.faults.get(path);
    if (body && fault === 'cut') {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, body.length / 2), () => response.destroy());
    } else if (body && fault === 'moved') {
      const location = `${path}&moved=1`;
      this.files.set(location, body);
      response.writeHead(302, { location }).end();
    } else if (body && fault === 'endless') {
      response.writeHead(200);
      pipeline(Readable.from(forEver(body)), response).catch(() => this.left.resolve(true));
    } else {
      response.writeHead(body ? 200 : 404).end(body);
    }
  }
}

function* forEver(part: Buffer): Generator<Buffer> {
  for (;;) yield part;
}

async function keysOf(mediaKey: Buffer, kind: MediaKind): Promise<{ iv: Buffer; cipherKey: Buffer; macKey: Buffer }> {
  const { iv, cipherKey, macKey } = await getMediaKeys(mediaKey, kind);
  return {
    iv: Buffer.from(iv),
    cipherKey: Buffer.from(cipherKey),
    macKey: Buffer.from(need(macKey, 'the key of the MAC')),
  };
}
