/** A trial bot on a folder of its own and a browser in front of it. Whatever a page complains about fails the test. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { Bot, freePort } from '../faults/bot.ts';
import { launchChromium } from './chromium.ts';

export const DESK = { viewport: { width: 1360, height: 850 } };
/** The narrowest phone we promise to serve. */
export const POCKET = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };

export class Stage {
  readonly bot: Bot;
  /** What pages complained about: errors, refusals of the content policy, requests to elsewhere. */
  private readonly complaints: string[] = [];
  private readonly folder: string;
  private readonly browser: Browser;

  private constructor(bot: Bot, browser: Browser, folder: string) {
    this.bot = bot;
    this.browser = browser;
    this.folder = folder;
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

  /** Everybody leaves, and what their pages complained about is told. */
  async leave(): Promise<readonly string[]> {
    await Promise.all(this.browser.contexts().map((context) => context.close()));
    return this.complaints.splice(0);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.bot.clear();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Somebody with a browser of their own, in Indonesia. */
  async visitor(options: BrowserContextOptions = DESK): Promise<Page> {
    const context = await this.browser.newContext({
      baseURL: this.url,
      locale: 'id-ID',
      timezoneId: 'Asia/Jakarta',
      reducedMotion: 'reduce',
      ...options,
    });
    context.on('weberror', (error) => this.complaints.push(String(error.error())));
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    context.on('request', (request) => {
      if (!request.url().startsWith(this.url)) this.complaints.push(`asks ${request.url()}`);
    });
    return context.newPage();
  }
}
