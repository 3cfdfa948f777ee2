/** A whole bot, on the embedded database unless told otherwise, and the commands beside it, on the loopback WhatsApp. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from '../../support/child.ts';
import { PRELOAD, startWhatsApp, type WhatsAppProcess } from '../../support/whatsapp/client.ts';

export class Deployment {
  readonly whatsapp: WhatsAppProcess;
  readonly folder: string;
  bot: Child | undefined;

  private readonly settings: Readonly<Record<string, string>>;

  private constructor(whatsapp: WhatsAppProcess, folder: string, settings: Deployment['settings']) {
    this.whatsapp = whatsapp;
    this.folder = folder;
    this.settings = settings;
  }

  /** @param settings in place of the usual ones; another database, say */
  static async open(settings: Deployment['settings'] = {}): Promise<Deployment> {
    return new Deployment(await startWhatsApp(), await mkdtemp(join(tmpdir(), 'ikrar-whatsapp-')), settings);
  }

  async close(): Promise<void> {
    this.bot?.process.kill('SIGKILL');
    await this.bot?.ended;
    await this.whatsapp.stop();
    await rm(this.folder, { recursive: true });
  }

  get environment(): Readonly<Record<string, string>> {
    return {
      ...this.whatsapp.environment(),
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import=${PRELOAD}`,
      DATA_DIR: join(this.folder, 'data'),
      PORT: '0',
      WHATSAPP: 'on',
      WHATSAPP_WS_URL: this.whatsapp.url,
      WHATSAPP_MEDIA_HOST: this.whatsapp.media,
      ...this.settings,
    };
  }

  start(settings: Deployment['settings'] = {}, place?: 'terminal'): Child {
    this.bot = new Child('src/main.ts', [], { ...this.environment, ...settings }, place);
    return this.bot;
  }

  /** Where the running bot listens. */
  async address(): Promise<string> {
    const line = await this.bot?.says('Halaman');
    const address = /http:\/\/\S+/.exec(line ?? '')?.[0];
    if (address === undefined) throw new Error('the bot does not say where it listens');
    return address;
  }

  async kill(): Promise<void> {
    this.bot?.process.kill('SIGKILL');
    await this.bot?.ended;
  }

  async stop(): Promise<void> {
    this.bot?.process.kill('SIGTERM');
    await this.bot?.ended;
  }

  command(...args: readonly string[]): Child {
    return this.commandWith({}, ...args);
  }

  /** @param settings in place of those of the service */
  commandWith(settings: Deployment['settings'], ...args: readonly string[]): Child {
    return new Child('src/cli/whatsapp.ts', args, { ...this.environment, ...settings });
  }

  /** Links the number by its QR, as an operator does. @returns the command, which has ended */
  async pair(): Promise<Child> {
    const pairing = this.command('pair', '--raw');
    await this.whatsapp.scan(await pairing.says('http'));
    await pairing.ended;
    return pairing;
  }
}

/** Takes people over into the roster, as an operator does; their phones, digits. */
export async function enrol(
  at: Deployment,
  people: readonly { readonly nip: string; readonly name: string; readonly phone: string; readonly code?: string }[],
): Promise<void> {
  const path = join(at.folder, 'asn.csv');
  const rows = people.map(({ nip, name, phone, code = '' }) => `${nip},${name},Dinas Kesehatan,${phone},${code}`);
  await writeFile(path, ['nip,nama,opd,telepon,kode_aktivasi', ...rows, ''].join('\n'));
  const imported = new Child('src/cli/roster.ts', ['import', path], at.environment);
  const { code } = await imported.ended;
  if (code !== 0) throw new Error(imported.errors);
}
