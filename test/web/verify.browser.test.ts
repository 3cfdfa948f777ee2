import AxeBuilder from '@axe-core/playwright';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { makeSheet } from '../../src/documents/sheet.ts';
import type { PledgeStatus } from '../../src/domain/pledge.ts';
import type { Signing } from '../../src/secrecy/signing.ts';
import { styleRoutes } from '../../src/web/style.ts';
import { verifyRoutes } from '../../src/web/verify/routes.ts';
import { launchChromium } from '../browser/chromium.ts';
import { i18n, ikrar, inputOf, pakta, pendingInput, testSigning } from '../documents/support.ts';

let signing: Signing;
let browser: Browser;
let origin: string;
let close: () => void;
/** Everything that came over the wire. */
const received: string[] = [];
/** What is recorded now. */
let status: PledgeStatus | undefined;
const pages: Page[] = [];

beforeAll(async () => {
  signing = await testSigning();
  const options = { publicKeys: signing.publicKeys, statusOf: async () => status, i18n };
  const app = new Hono()
    .use(async (c, next) => {
      received.push(c.req.url, JSON.stringify(c.req.header()));
      await next();
    })
    .route('/', verifyRoutes(options))
    .route('/', styleRoutes());
  const server = createAdaptorServer({ fetch: app.fetch });
  close = () => server.close();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  browser = await launchChromium();
});
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()));
});
afterAll(async () => {
  await browser.close();
  close();
});

const linkOf = (input = inputOf([ikrar, pakta(3)])): string => makeSheet(input, signing, origin, i18n.plain).link;
const bareLink = (): string => linkOf().split('#')[0] ?? '';

async function open(url: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
  const page = await context.newPage();
  pages.push(page);
  await page.goto(url);
  return page;
}

const now = (page: Page) => page.locator('[data-status]:visible').textContent();
const verdict = (page: Page, name: string) => page.locator(`[data-verdict="${name}"]`);

async function expectNothingForAxe(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test.each(['light', 'dark'] as const)('a genuine certificate shows what was signed, in %s', async (colorScheme) => {
  status = 'valid';
  const page = await open(linkOf(), { colorScheme });
  await verdict(page, 'valid').waitFor();
  const shown = await page.locator('.signed').textContent();
  expect(shown).toContain('Sari Wulandari Contoh');
  expect(shown).toContain('1986********2001');
  expect(shown).toContain('Dinas Kesehatan');
  expect(shown).toContain('17 November 2026 pukul 12.00 WIB');
  expect(shown).toContain(inputOf().pledge.documents[0]?.sha256);
  expect(await now(page)).toBe('Sah');
  await expectNothingForAxe(page);
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  expect(tooWide).toBe(false);
});

test.each([
  ['withdrawn', 'withdrawn', () => linkOf()],
  ['unknown', undefined, () => linkOf()],
  ['pending', 'pending', () => linkOf(pendingInput())],
  ['since', 'valid', () => linkOf(pendingInput())],
] as const)('%s: the signature holds, and the record decides', async (name, recorded, link) => {
  status = recorded;
  const page = await open(link());
  await verdict(page, name).waitFor();
  expect(await page.locator('.signed').isVisible()).toBe(true);
  await expectNothingForAxe(page);
});

test.each([
  ['wrong', () => linkOf().replace('Sari', 'Sara')],
  ['unknown_key', () => linkOf().replace(signing.keyId, 'AAAAAAAA')],
  ['malformed', () => linkOf().slice(0, -4)],
  ['malformed', () => `${bareLink()}#<img src=x onerror=alert(1)>`],
  ['version', () => linkOf().replace('#1~', '#2~')],
] as const)('%s: nothing of the claim is shown, nor a status that would lend it credit', async (name, link) => {
  status = 'valid';
  const page = await open(link());
  await verdict(page, name).waitFor();
  expect(await page.locator('.signed').isVisible()).toBe(false);
  expect(await page.locator('.now').isVisible()).toBe(false);
  expect(await page.locator('main').textContent()).not.toContain('Sara');
  await expectNothingForAxe(page);
});

test('a link without a certificate shows the status alone', async () => {
  status = 'withdrawn';
  const page = await open(bareLink());
  await verdict(page, 'absent').waitFor();
  expect(await now(page)).toBe('Sudah ditarik');
  expect(await page.locator('.signed').isVisible()).toBe(false);
});

test('without JavaScript there is the status, and why no more', async () => {
  status = 'pending';
  const page = await open(linkOf(), { javaScriptEnabled: false });
  expect(await page.locator('main').textContent()).toContain('JavaScript di peramban ini mati');
  expect(await now(page)).toBe('Menunggu verifikasi OPD');
});

test('when the status cannot be had, the page says so and does not guess', async () => {
  status = 'valid';
  const page = await open('about:blank');
  await page.route('**/status', (route) => route.abort());
  await page.goto(linkOf());
  await verdict(page, 'unreachable').waitFor();
  expect(await page.locator('.signed').isVisible()).toBe(true);
});

test('what was signed never leaves the browser', async () => {
  status = 'valid';
  received.length = 0;
  const page = await open(linkOf());
  await verdict(page, 'valid').waitFor();
  expect(received.length).toBeGreaterThan(3);
  expect(received.join('\n')).not.toMatch(/Sari|Wulandari|19862001/);
});

test('another language shows the same certificate', async () => {
  status = 'valid';
  const page = await open(linkOf());
  await verdict(page, 'valid').waitFor();
  await page.getByRole('link', { name: 'English' }).click();
  await page.getByText('Genuine and valid').waitFor();
  expect(await page.locator('.signed').textContent()).toContain('17 November 2026 at 12:00 WIB');
});

test('the next QR opens in the same page', async () => {
  status = 'valid';
  const page = await open(linkOf());
  await verdict(page, 'valid').waitFor();
  await page.goto(linkOf().replace('Sari', 'Sara'));
  await verdict(page, 'wrong').waitFor();
  expect(await page.locator('.signed').isVisible()).toBe(false);
});
