/** People with browsers of their own in front of one site. Whatever a page complains about fails the test. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export const DESK = { viewport: { width: 1360, height: 850 } };
/** The narrowest phone we promise to serve. */
export const POCKET = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };

export class Visitors {
  /** What pages complained about: errors, refusals of the content policy, requests to elsewhere. */
  private readonly complaints: string[] = [];
  private readonly browser: Browser;
  private readonly url: () => string;

  constructor(browser: Browser, url: () => string) {
    this.browser = browser;
    this.url = url;
  }

  /** Somebody with a browser of their own, in Indonesia. */
  async visitor(options: BrowserContextOptions = DESK): Promise<Page> {
    const url = this.url();
    const context = await this.browser.newContext({
      baseURL: url,
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
      if (!request.url().startsWith(url)) this.complaints.push(`asks ${request.url()}`);
    });
    return context.newPage();
  }

  /** Everybody leaves, and what their pages complained about is told. */
  async leave(): Promise<readonly string[]> {
    await Promise.all(this.browser.contexts().map((context) => context.close()));
    return this.complaints.splice(0);
  }
}
