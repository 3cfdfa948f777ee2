/** The browser of the suites reaches this machine alone. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from './chromium.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

it.each(['http://ikrar.example/', 'https://192.0.2.1/', 'http://[2001:db8::1]/'])('%s has no address', async (url) => {
  const page = await browser.newPage();
  await expect(page.goto(url)).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
});
