import { type Browser, chromium } from 'playwright-core';

/** The system's Chromium, without any traffic of its own or way to another machine. Throws where there is none: a browser suite without one is no suite. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      // Whatever is not this machine has no address, also where a page names one in digits.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
