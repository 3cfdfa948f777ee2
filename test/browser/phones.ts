/** The simulator without the bot: the page and its phones in this process, which says what a test says and hears everything. */
import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Arrival } from '../../src/channels/channel.ts';
import { createSimulator, type Simulator, type Style } from '../../src/channels/simulator/simulator.ts';
import { createLog } from '../../src/log.ts';
import { simulatorRoutes } from '../../src/web/simulator/routes.ts';
import { styleRoutes } from '../../src/web/style.ts';
import { i18n } from '../support/shell.ts';
import { SARI } from '../support/world.ts';
import { launchChromium } from './chromium.ts';
import { Visitors } from './visitors.ts';

export class Phones {
  readonly simulators: Readonly<Record<Style, Simulator>>;
  /** What people did, oldest first. */
  readonly arrivals: Arrival[] = [];
  private readonly server: ReturnType<typeof createAdaptorServer>;
  private readonly browser: Browser;
  private readonly visitors: Visitors;

  private constructor(browser: Browser) {
    const log = createLog('silent');
    const words = { numbersHint: () => '' };
    this.simulators = {
      buttons: createSimulator('buttons', words, log),
      numbers: createSimulator('numbers', words, log),
    };
    const app = new Hono()
      .route('/', styleRoutes())
      .route('/', simulatorRoutes({ phones: this.simulators, personas: [SARI], i18n }));
    this.server = createAdaptorServer({ fetch: app.fetch });
    this.browser = browser;
    this.visitors = new Visitors(browser, () => this.url);
  }

  static async open(): Promise<Phones> {
    const phones = new Phones(await launchChromium());
    for (const simulator of Object.values(phones.simulators)) {
      await simulator.start(async (arrival) => void phones.arrivals.push(arrival));
    }
    await once(phones.server.listen(0, '127.0.0.1'), 'listening');
    return phones;
  }

  get url(): string {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? `http://localhost:${address.port}` : '';
  }

  visitor(options?: BrowserContextOptions): Promise<Page> {
    return this.visitors.visitor(options);
  }

  leave(): Promise<readonly string[]> {
    return this.visitors.leave();
  }

  /** Cuts every page off; they come back by themselves. */
  cut(): void {
    if ('closeAllConnections' in this.server) this.server.closeAllConnections();
  }

  async close(): Promise<void> {
    await this.browser.close();
    for (const simulator of Object.values(this.simulators)) await simulator.stop();
    this.cut();
    this.server.close();
  }
}
