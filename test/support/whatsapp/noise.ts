/** The server's half of the handshake, Noise_XX_25519_AESGCM_SHA256; the client's is Baileys' `noise-handler.ts`. */
import {
  aesDecryptGCM,
  aesEncryptGCM,
  Curve,
  hkdf,
  type KeyPair,
  NOISE_MODE,
  NOISE_WA_HEADER,
  proto,
  sha256,
} from '@whiskeysockets/baileys';
import { need } from './nodes.ts';

const NOTHING = Buffer.alloc(0);

/** What the client said of itself at the end of the handshake. */
export interface Introduction {
  readonly payload: proto.ClientPayload;
  readonly transport: Transport;
}

export class Handshake {
  private hash: Buffer = Buffer.from(NOISE_MODE);
  private salt: Uint8Array = this.hash;
  private key: Uint8Array = this.hash;
  private count = 0;
  private readonly ephemeral = Curve.generateKeyPair();
  private readonly identity: KeyPair;
  private readonly chain: Uint8Array;

  constructor(identity: KeyPair, chain: Uint8Array) {
    this.identity = identity;
    this.chain = chain;
    this.authenticate(NOISE_WA_HEADER);
  }

  /** @returns the `serverHello` */
  answer(frame: Uint8Array): Uint8Array {
    const client = need(proto.HandshakeMessage.decode(frame).clientHello?.ephemeral, 'clientHello');
    this.authenticate(client);
    this.authenticate(this.ephemeral.public);
    this.mix(Curve.sharedKey(this.ephemeral.private, client));
    const sealed = this.seal(this.identity.public);
    this.mix(Curve.sharedKey(this.identity.private, client));
    const payload = this.seal(this.chain);
    const serverHello = { ephemeral: this.ephemeral.public, static: sealed, payload };
    return proto.HandshakeMessage.encode({ serverHello }).finish();
  }

  finish(frame: Uint8Array): Introduction {
    const { clientFinish } = proto.HandshakeMessage.decode(frame);
    const client = this.open(need(clientFinish?.static, 'clientFinish static'));
    this.mix(Curve.sharedKey(this.ephemeral.private, client));
    const payload = proto.ClientPayload.decode(this.open(need(clientFinish?.payload, 'clientFinish payload')));
    const [read, write] = this.derive(NOTHING);
    return { payload, transport: new Transport(read, write) };
  }

  private authenticate(bytes: Uint8Array): void {
    this.hash = sha256(Buffer.concat([this.hash, bytes]));
  }

  private derive(bytes: Uint8Array): readonly [Uint8Array, Uint8Array] {
    const keys = hkdf(bytes, 64, { salt: this.salt, info: '' });
    return [keys.subarray(0, 32), keys.subarray(32)];
  }

  private mix(shared: Uint8Array): void {
    [this.salt, this.key] = this.derive(shared);
    this.count = 0;
  }

  private seal(bytes: Uint8Array): Buffer {
    const sealed = aesEncryptGCM(bytes, this.key, nonce(this.count++), this.hash);
    this.authenticate(sealed);
    return sealed;
  }

  private open(sealed: Uint8Array): Buffer {
    const bytes = aesDecryptGCM(sealed, this.key, nonce(this.count++), this.hash);
    this.authenticate(sealed);
    return bytes;
  }
}

/** After the handshake: a key and a counter for each direction. */
export class Transport {
  private readonly readKey: Uint8Array;
  private readonly writeKey: Uint8Array;
  private reads = 0;
  private writes = 0;

  constructor(readKey: Uint8Array, writeKey: Uint8Array) {
    this.readKey = readKey;
    this.writeKey = writeKey;
  }

  seal(bytes: Uint8Array): Buffer {
    return aesEncryptGCM(bytes, this.writeKey, nonce(this.writes++), NOTHING);
  }

  open(sealed: Uint8Array): Buffer {
    return aesDecryptGCM(sealed, this.readKey, nonce(this.reads++), NOTHING);
  }
}

function nonce(count: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(count, 8);
  return bytes;
}
