/** One WebSocket of the client, from the handshake on: nodes in, nodes out. */
import { type BinaryNode, decodeBinaryNode, encodeBinaryNode, type KeyPair, type proto } from '@whiskeysockets/baileys';
import type { RawData, WebSocket } from 'ws';
import { FrameReader, frame } from './frames.ts';
import { Handshake, type Transport } from './noise.ts';

export interface ConnectionEvents {
  /** The handshake is over. */
  readonly introduced: (connection: Connection, payload: proto.ClientPayload) => void;
  readonly node: (connection: Connection, node: BinaryNode) => Promise<void> | void;
  readonly closed: (connection: Connection) => void;
}

export class Connection {
  /** Messages are delivered: the client has logged in and asked for them. */
  online = false;
  /** What the client sent to pair by code: `salt (32) + iv (16) + encrypted ephemeral key (32)`. */
  linkHello: Buffer | undefined;
  /** What both sides of pairing by code share. */
  linkSecret: Buffer | undefined;
  private readonly socket: WebSocket;
  private readonly handshake: Handshake;
  private readonly frames = new FrameReader();
  private readonly on: ConnectionEvents;
  private transport: Transport | undefined;
  private greeted = false;
  private work: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, identity: KeyPair, chain: Uint8Array, on: ConnectionEvents) {
    this.socket = socket;
    this.handshake = new Handshake(identity, chain);
    this.on = on;
    // Frames are taken one after the other: a node may need its time, and order is part of the protocol.
    socket.on('message', (data) => {
      this.work = this.work.then(() => this.take(bufferOf(data))).catch((error: unknown) => this.fail(error));
    });
    socket.on('close', () => on.closed(this));
    socket.on('error', () => socket.terminate());
  }

  send(node: BinaryNode): void {
    if (this.transport) this.socket.send(frame(this.transport.seal(encodeBinaryNode(node))));
  }

  /** Cuts it off without a word, as a network does. */
  cut(): void {
    this.socket.terminate();
  }

  private async take(bytes: Buffer): Promise<void> {
    for (const one of this.frames.read(bytes)) {
      if (this.transport) {
        await this.on.node(this, await decodeBinaryNode(this.transport.open(one)));
      } else if (this.greeted) {
        const { payload, transport } = this.handshake.finish(one);
        this.transport = transport;
        this.on.introduced(this, payload);
      } else {
        this.greeted = true;
        this.socket.send(frame(this.handshake.answer(one)));
      }
    }
  }

  /** A test should see what went wrong here, and not only that the connection broke. */
  private fail(error: unknown): void {
    process.stderr.write(`loopback WhatsApp: ${error instanceof Error ? error.stack : String(error)}\n`);
    this.cut();
  }
}

function bufferOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
