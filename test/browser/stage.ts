/** A trial bot on a folder of its own and a browser in front of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Bot, freePort } from '../faults/bot.ts';
import { launchChromium } from './chromium.ts';
import { Visitors } from './visitors.ts';

export { DESK, POCKET } from './visitors.ts';

export class Stage {
  readonly bot: Bot;
  private readonly folder: string;
  private readonly browser: Browser;
  private readonly visitors: Visitors;

  private constructor(bot: Bot, browser: Browser, folder: string) {
    this.bot = bot;
    this.browser = browser;
    this.folder = folder;
    this.visitors = new Visitors(browser, () => this.url);
  }

  static async open(): Promise<Stage> {
    const browser = await launchChromium();
    const folder = await mkdtemp(join(tmpdir(), 'ikrar-browser-'));
    const bot = new Bot({ DATA_DIR: folder, PORT: String(await freePort()), LOG_LEVEL: 'warn' });
    await bot.startUp();
    return new Stage(bot, browser, folder);
  }

  /** As the certificates name it. */
  get url(): string {
    return this.bot.url.replace('127.0.0.1', 'localhost');
  }

  /** Somebody with a browser of their own, in Indonesia. */
  visitor(options?: BrowserContextOptions): Promise<Page> {
    return this.visitors.visitor(options);
  }

  /** Everybody leaves, and what their pages complained about is told. */
  leave(): Promise<readonly string[]> {
    return this.visitors.leave();
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.bot.clear();
    await rm(this.folder, { recursive: true, force: true });
  }
}
