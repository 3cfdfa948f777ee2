/** Bots of the bench that are linked to a WhatsApp of their own, on loopback. */
import { Child } from '../support/child.ts';
import { PRELOAD, startWhatsApp, type WhatsAppProcess } from '../support/whatsapp/client.ts';
import { EchoBot } from '../support/whatsapp/echo/client.ts';
import type { LinkedBot } from './figures/whatsapp.ts';

/** A number that is linked, for a service that starts with these settings and options of node. */
export interface LinkedNumber {
  readonly whatsapp: WhatsAppProcess;
  readonly environment: Readonly<Record<string, string>>;
  readonly node: readonly string[];
}

/** Links a number as an operator does, before the service is started. @param settings where the service keeps its data */
export async function linkedNumber(settings: Readonly<Record<string, string>>): Promise<LinkedNumber> {
  const whatsapp = await startWhatsApp();
  const environment = {
    ...settings,
    ...whatsapp.environment(),
    WHATSAPP: 'on',
    WHATSAPP_WS_URL: whatsapp.url,
    WHATSAPP_MEDIA_HOST: whatsapp.media,
  };
  const node = ['--import', PRELOAD];
  const pairing = new Child('src/cli/whatsapp.ts', ['pair', '--raw'], { ...environment, NODE_OPTIONS: node.join(' ') });
  await whatsapp.scan(await pairing.says('http'));
  await pairing.ended;
  return { whatsapp, environment, node };
}

/** The yardstick. @param folder where it keeps its state */
export async function bareBaileys(folder: string): Promise<LinkedBot> {
  const whatsapp = await startWhatsApp();
  const echo = new EchoBot(whatsapp, '--folder', folder);
  await echo.pairByQr();
  const { pid } = echo.child.process;
  if (pid === undefined) throw new Error('the bare Baileys does not start');
  const stop = async (): Promise<void> => {
    await echo.end();
    await whatsapp.stop();
  };
  return { pid, whatsapp, stop };
}
