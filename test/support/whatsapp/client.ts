/** The test's side of the loopback WhatsApp in a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Address, address } from './address.ts';
import { WhatsAppPerson } from './person.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

/** For `node --import`, with {@link WhatsAppProcess.environment}: the process takes the fake for WhatsApp. */
export const PRELOAD: string = new URL('preload.ts', import.meta.url).href;

/** The same, and before it: it says when libsignal would print. */
export const LOUD: string = new URL('loud.ts', import.meta.url).href;

const person = z.object({ pn: z.string(), lid: z.string(), jid: z.string() });

export async function startWhatsApp(): Promise<WhatsAppProcess> {
  const child = spawn(process.execPath, [MAIN], { stdio: ['pipe', 'pipe', 'inherit'] });
  const { promise, resolve, reject } = Promise.withResolvers<Address>();
  createInterface(child.stdout).once('line', (line) => resolve(address.parse(JSON.parse(line))));
  child.once('exit', (code) => reject(new Error(`the loopback WhatsApp ended with ${code}`)));
  const at = await promise;
  const folder = await mkdtemp(join(tmpdir(), 'loopback-whatsapp-'));
  await writeFile(join(folder, 'ca.pem'), at.ca);
  return new WhatsAppProcess(child, at, folder);
}

export class WhatsAppProcess {
  /** Baileys' `waWebSocketUrl`. */
  readonly url: string;
  /** `127.0.0.1:PORT`, under TLS: where files are. */
  readonly media: string;
  private readonly address: Address;
  private readonly child: ChildProcess;
  private readonly folder: string;

  constructor(child: ChildProcess, at: Address, folder: string) {
    this.child = child;
    this.address = at;
    this.url = at.url;
    this.media = at.media;
    this.folder = folder;
  }

  /** What a process that loads {@link PRELOAD} needs to trust the fake. */
  environment(): { readonly FAKE_WA_ROOT: string; readonly NODE_EXTRA_CA_CERTS: string } {
    return { FAKE_WA_ROOT: this.address.root, NODE_EXTRA_CA_CERTS: join(this.folder, 'ca.pem') };
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.child.once('exit', () => resolve());
      this.child.stdin?.end();
      await promise;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  /** One control action; resolves with its result. */
  async tell(action: string, body: object = {}): Promise<unknown> {
    const response = await fetch(`${this.address.control}/${action}`, { method: 'POST', body: JSON.stringify(body) });
    const answer = z.object({ result: z.unknown(), error: z.string().optional() }).parse(await response.json());
    if (answer.error !== undefined) throw new Error(`${action}: ${answer.error}`);
    return answer.result;
  }

  /** The owner scans the QR that the bot shows. */
  async scan(qr: string): Promise<void> {
    await this.tell('scan', { qr });
  }
  /** The owner types the code that the bot shows, once the bot has asked for that. */
  async enterCode(code: string): Promise<void> {
    await this.tell('enterCode', { code });
  }
  /** The address a code was asked for, `number@s.whatsapp.net`. */
  async pairingAsked(): Promise<string | undefined> {
    return z
      .string()
      .nullable()
      .transform((jid) => jid ?? undefined)
      .parse(await this.tell('pairingAsked'));
  }
  /** Resolves when clients without a number were offered so often to be linked. */
  async pairingOffered(count: number): Promise<void> {
    await this.tell('pairingOffered', { count });
  }
  /** Resolves when a device is linked. */
  async paired(): Promise<void> {
    await this.tell('paired');
  }
  /** Resolves when no device is linked. */
  async unpaired(): Promise<void> {
    await this.tell('unpaired');
  }
  /** Resolves when the bot has logged in and what waited for it was delivered. */
  async online(): Promise<void> {
    await this.tell('online');
  }
  /** Resolves when the bot has no connection. */
  async offline(): Promise<void> {
    await this.tell('offline');
  }

  /** A person with a number of their own; writes from behind a LID unless told otherwise. */
  async contact(of: { addressing?: 'lid' | 'pn'; name?: string } = {}): Promise<WhatsAppPerson> {
    return new WhatsAppPerson(this, person.parse(await this.tell('contact', of)));
  }

  /** 515 restart, 401 with `device_removed` unlinked on the phone, 440 with `replaced`, 503. */
  async streamError(code: number, conflict?: string): Promise<void> {
    await this.tell('streamError', { code, conflict });
  }
  /** Answers logins with a failure; `undefined`: no more. */
  async rejectLogin(code: number | undefined): Promise<void> {
    await this.tell('rejectLogin', { code });
  }
  /** Answers new connections with a status of HTTP, as a proxy would; `undefined`: no more. */
  async answerUpgrades(status: number | undefined): Promise<void> {
    await this.tell('answerUpgrades', { status });
  }
  /** New connections take so long to open, ms. */
  async opensIn(ms: number): Promise<void> {
    await this.tell('opensIn', { ms });
  }
  /** Resolves when so many connections were answered so. */
  async turnedAway(count: number): Promise<void> {
    await this.tell('turnedAway', { count });
  }
  /** What version of WhatsApp Web the bot said it was, last. */
  async version(): Promise<string> {
    return z.string().parse(await this.tell('version'));
  }
  /** Cuts the connection without a word. */
  async drop(): Promise<void> {
    await this.tell('drop');
  }
  /** Cuts new connections at once. */
  async refuseConnections(refusing: boolean): Promise<void> {
    await this.tell('refuseConnections', { refusing });
  }
  /** Refuses the bot's next message that no earlier call is for: 463 is a restricted account. */
  async failNext(code: number, delayMs = 0): Promise<void> {
    await this.tell('failNext', { code, delayMs });
  }
  /** Refuses a message of the bot's after it was taken, or given up. @param to whom it was for, `…@lid` */
  async refuse(id: string, to: string, code: number): Promise<void> {
    await this.tell('refuse', { id, to, code });
  }

  /** Chats that the phone was told to delete, as soon as there are so many: addresses, and seconds since 1970. */
  async cleared(count: number): Promise<readonly { readonly chat: string; readonly until: number }[]> {
    return z.array(z.object({ chat: z.string(), until: z.number() })).parse(await this.tell('cleared', { count }));
  }

  /** How many messages the bot has sent to people, as soon as there are so many. */
  async heard(count: number): Promise<number> {
    return z.object({ heard: z.number() }).parse(await this.tell('heard', { count })).heard;
  }

  /** Keeps everybody waiting who wants to fetch a file, or lets them have it. */
  async holdFiles(held: boolean): Promise<void> {
    await this.tell('holdFiles', { held });
  }

  /** Takes no files from the bot, or takes them again. */
  async refuseUploads(refused: boolean): Promise<void> {
    await this.tell('refuseUploads', { refused });
  }

  /** Resolves when whoever fetched a file without an end has left. */
  async endlessLeft(): Promise<void> {
    await this.tell('endlessLeft');
  }

  /** The files that people sent: where they are kept, and base64 of the file's key and of the hashes by which it is known. */
  async sentFiles(): Promise<readonly { readonly directPath: string; readonly keys: readonly string[] }[]> {
    return z.array(z.object({ directPath: z.string(), keys: z.array(z.string()) })).parse(await this.tell('files'));
  }

  /** How often the bot has logged in. */
  async logins(): Promise<number> {
    return z.number().parse(await this.tell('logins'));
  }

  /** Where the bot has written to although nobody is there. */
  async astray(): Promise<readonly string[]> {
    return z.array(z.string()).parse(await this.tell('astray'));
  }

  /** Ids of messages to the bot that it has not answered for. */
  async unacknowledged(): Promise<readonly string[]> {
    return z.array(z.string()).parse(await this.tell('unacknowledged'));
  }
  /** Resolves when the bot has answered for every notice. */
  async noticed(): Promise<void> {
    await this.tell('noticed');
  }
  /** Resolves when the bot has answered for every message. */
  async settled(): Promise<void> {
    await this.tell('settled');
  }
}
