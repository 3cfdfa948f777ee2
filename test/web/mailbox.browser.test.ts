/** The mailbox on the narrowest phone we promise to serve, with scripts switched off, as whoever fears scripts has it. */
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type MessageKey, type Text, text } from '../../src/domain/message.ts';
import { styleRoutes } from '../../src/web/style.ts';
import { findings } from '../browser/axe.ts';
import { launchChromium } from '../browser/chromium.ts';
import { picture } from '../evidence/files.ts';
import { i18n } from '../support/shell.ts';
import { Office, SHOWN, traces } from './mailbox/support.ts';

const POCKET = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };

let office: Office;
let browser: Browser;
let origin: string;
let close: () => void;
/** What came over the wire beside the bodies. */
const received: string[] = [];
/** What pages complained about. */
const complaints: string[] = [];
const pages: Page[] = [];

beforeAll(async () => {
  office = await Office.open();
  const app = new Hono()
    .use(async (c, next) => {
      received.push(c.req.url, JSON.stringify(c.req.header()));
      await next();
    })
    .route('/', office.routes())
    .route('/', styleRoutes());
  const server = createAdaptorServer({ fetch: app.fetch });
  close = () => server.close();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  browser = await launchChromium();
});
beforeEach(async () => {
  await office.clear();
  await office.file();
  await office.sweep();
  await office.answer('Siapa saja yang hadir?\nMohon tulis yang Anda ingat.');
});
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.context().close()));
  expect(complaints.splice(0)).toEqual([]);
  for (const trace of traces()) expect(received.join('\n')).not.toContain(trace);
});
afterAll(async () => {
  await browser.close();
  close();
  await office.close();
});

const say = (key: MessageKey, values?: Text['values']): string => i18n.plain('id', text(key, values));

async function open(options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser.newContext({ ...POCKET, locale: 'id-ID', javaScriptEnabled: false, ...options });
  context.on('console', (message) => {
    if (message.type() === 'error' && !/status of 404/.test(message.text())) complaints.push(message.text());
  });
  const page = await context.newPage();
  pages.push(page);
  await page.goto(`${origin}/status`);
  return page;
}

async function type(page: Page, code: string): Promise<void> {
  await page.getByLabel(say('mailpage.code_label'), { exact: true }).fill(code);
  await page.getByRole('button', { name: say('mailpage.code_open') }).click();
}

const press = (page: Page, key: MessageKey): Promise<void> =>
  page.getByRole('button', { name: say(key), exact: true }).click();

async function looksRight(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  expect(new URL(page.url()).search).toBe('');
  expect(await page.title()).toBe('Status – ikrar');
  for (const target of await page.locator('button, .action, input:not([type=hidden])').all()) {
    const box = await target.boundingBox();
    expect.soft(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(24);
  }
  expect(await axeFindings(await page.content(), colorScheme)).toEqual([]);
}

/** Axe is a script, so it is shown the same page where scripts run. */
async function axeFindings(content: string, colorScheme: 'light' | 'dark'): Promise<readonly string[]> {
  const context = await browser.newContext({ ...POCKET, colorScheme });
  try {
    const page = await context.newPage();
    await page.route('**/status', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: content }));
    await page.goto(`${origin}/status`);
    return await findings(page);
  } finally {
    await context.close();
  }
}

test.each(['light', 'dark'] as const)(
  'a reporter reads, writes, sends a photo and withdraws, in %s',
  async (colorScheme) => {
    const page = await open({ colorScheme });
    await looksRight(page, colorScheme);
    await type(page, '9RTN-4HVE-K7QM-2XPD');
    await page
      .getByRole('alert')
      .filter({ hasText: say('mailbox.unknown') })
      .waitFor();
    expect(await page.locator('#code').inputValue()).toBe('');
    await looksRight(page, colorScheme);

    await type(page, SHOWN.toLowerCase().replaceAll('-', ' '));
    await page.getByText('Siapa saja yang hadir?').waitFor();
    await page.getByText(`Status: ${say('report.status_ditelaah')}`).waitFor();
    await looksRight(page, colorScheme);

    await page.getByLabel(say('mailpage.letter_label')).fill('Dua orang.\nSaya ragu tentang yang ketiga.');
    await press(page, 'mailpage.letter_send');
    await page.getByText(say('mailbox.letter_sent')).waitFor();
    await looksRight(page, colorScheme);
    await press(page, 'mailpage.back');

    const photo = { name: 'foto.jpg', mimeType: 'image/jpeg', buffer: await picture().jpeg().toBuffer() };
    const note = { name: 'catatan saya.txt', mimeType: 'text/plain', buffer: Buffer.from('catatan') };
    await page.getByLabel(say('mailpage.files_label')).setInputFiles([photo, note]);
    await page.getByLabel(say('mailpage.files_original'), { exact: true }).check();
    await press(page, 'mailbox.add_done');
    await page.getByText(say('mailbox.added', { count: 2 })).waitFor();
    await looksRight(page, colorScheme);
    await press(page, 'mailpage.back');

    await press(page, 'mailbox.choice_withdraw');
    await page.getByText(say('mailbox.withdraw_ask')).waitFor();
    await looksRight(page, colorScheme);
    await press(page, 'mailbox.withdraw_no');
    await page.getByText('Siapa saja yang hadir?').waitFor();
    await office.sweep();
    expect((await office.letters()).map((letter) => [letter.text, letter.evidence.length]).sort()).toEqual([
      ['', 2],
      ['Dua orang.\nSaya ragu tentang yang ketiga.', 0],
    ]);
    expect(await office.db.evidence.count()).toBe(3);

    await press(page, 'mailbox.choice_withdraw');
    await press(page, 'mailbox.withdraw_yes');
    await page.getByText(say('mailbox.withdrawn')).waitFor();
    await page.getByRole('link', { name: say('mailpage.close') }).click();
    await page.getByLabel(say('mailpage.code_label'), { exact: true }).waitFor();
    expect(await page.context().cookies()).toEqual([]);
  },
);

test('the page before is shown to nobody who goes back', async () => {
  const page = await open();
  await type(page, SHOWN);
  await page.getByText('Siapa saja yang hadir?').waitFor();
  await page.getByRole('link', { name: say('mailpage.close') }).click();
  await page.getByLabel(say('mailpage.code_label'), { exact: true }).waitFor();
  await page.goBack().catch(() => undefined);
  expect(await page.content()).not.toContain('Siapa saja yang hadir?');
  expect(complaints.splice(0).filter((one) => !/ERR_CACHE_MISS/.test(one))).toEqual([]);
});

test('a form from another page does not reach the mailbox', async () => {
  const page = await open();
  await page.goto('about:blank');
  await page.setContent(
    `<form method="post" action="${origin}/status"><input name="code" value="${SHOWN}"><button>x</button></form>`,
  );
  await page.getByRole('button').click();
  await page.getByText(say('mailpage.fault_foreign')).waitFor();
  expect(complaints.splice(0).filter((one) => !/status of 403/.test(one))).toEqual([]);
});
