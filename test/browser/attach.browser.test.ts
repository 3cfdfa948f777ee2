/** What a person attaches on a phone and sees there, and what is erased from it. */
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Arrival } from '../../src/channels/channel.ts';
import { message } from '../support/contract-words.ts';
import { findings } from './axe.ts';
import { Chat, say } from './chat.ts';
import { Phones } from './phones.ts';
import { DESK, POCKET } from './visitors.ts';

const STYLES = ['buttons', 'numbers'] as const;
const MEGABYTE = 1024 * 1024;

let phones: Phones;
beforeAll(async () => {
  phones = await Phones.open();
});
afterAll(() => phones.close());
afterEach(async () => {
  phones.arrivals.length = 0;
  expect(await phones.leave()).toEqual([]);
});

const photo = async (name = 'spanduk di kantor.jpg') => ({
  name,
  mimeType: 'image/jpeg',
  buffer: await sharp({ create: { width: 900, height: 1600, channels: 3, background: '#7d5846' } })
    .jpeg()
    .toBuffer(),
});
type Chosen = Awaited<ReturnType<typeof photo>>;

async function open(style: (typeof STYLES)[number], options = DESK): Promise<{ page: Page; chat: Chat }> {
  const page = await phones.visitor(options);
  // Choosers belong to the test only while somebody listens, and a key would come before a listener of its own.
  page.on('filechooser', () => {});
  await page.goto('/simulator');
  const tab = page.locator(`#tab-${style}`);
  if (await tab.isVisible()) await tab.click();
  return { page, chat: new Chat(page, style) };
}

const attachButton = ({ root }: Chat): Locator =>
  root.getByRole('button', { name: say('simulator.attach'), exact: true });
const entries = ({ root }: Chat): Locator => root.locator('.attachments button');
const focused = (target: Locator): Promise<boolean> => target.evaluate((element) => element === document.activeElement);

/** Chooses an entry of the menu by keyboard, and a file behind it. */
async function attach(page: Page, chat: Chat, n: number, file: Chosen): Promise<void> {
  await attachButton(chat).focus();
  await page.keyboard.press('Enter');
  for (let tab = 0; tab <= n; tab += 1) await page.keyboard.press('Tab');
  expect(await focused(entries(chat).nth(n))).toBe(true);
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(file);
}

const drawn = (picture: Locator): Promise<number> =>
  picture.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0));

async function arrived(): Promise<Arrival> {
  await expect.poll(() => phones.arrivals.length).toBeGreaterThan(0);
  const [arrival] = phones.arrivals.splice(0);
  if (!arrival) throw new Error('nothing came');
  return arrival;
}

describe.each([
  ['on a desk', DESK],
  ['in a pocket', POCKET],
  ['in a pocket in the dark', { ...POCKET, colorScheme: 'dark' as const }],
])('%s', (_, options) => {
  it.each(STYLES)('a photo is attached by keyboard alone, and seen: %s', async (style) => {
    const { page, chat } = await open(style, options);
    const file = await photo();
    await attach(page, chat, 0, file);
    const picture = chat.root.getByRole('img', { name: say('simulator.picture', { name: file.name }) });
    await expect.poll(() => drawn(picture)).toBe(900);
    expect(await focused(attachButton(chat)), 'the focus is where one can go on').toBe(true);
    expect(await chat.root.locator('.attachments').isVisible()).toBe(false);
    const { act, address } = await arrived();
    expect(act).toMatchObject({ kind: 'media', media: { kind: 'photo', size: file.buffer.byteLength } });
    if (act.kind !== 'media') throw new Error('no file');
    const bytes = await phones.simulators[style].fetch(act.media, 20 * MEGABYTE, new AbortController().signal);
    expect(Buffer.from(bytes).equals(file.buffer)).toBe(true);
    await phones.simulators[style].send(address, message('Diterima'));
    await chat.hears('Diterima');
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(options.viewport.width);
    await page.reload();
    await expect.poll(() => drawn(picture)).toBe(900);
  });

  it('the menu fits, says what it offers, and closes again', async () => {
    const { page, chat } = await open('buttons', options);
    await attachButton(chat).click();
    expect(await entries(chat).allInnerTexts()).toEqual(
      (['photo', 'file', 'voice', 'sample', 'sticker', 'contact'] as const).map((what) =>
        say(`simulator.attach_${what}`),
      ),
    );
    const screen = await chat.root.locator('.screen').boundingBox();
    const menu = await chat.root.locator('.attachments').boundingBox();
    expect((menu?.x ?? 0) + (menu?.width ?? 0)).toBeLessThanOrEqual((screen?.x ?? 0) + (screen?.width ?? 0));
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    expect(await focused(attachButton(chat))).toBe(true);
    expect(await chat.root.locator('.attachments').isVisible()).toBe(false);
  });
});

it('other files are shown by their names', async () => {
  const { page, chat } = await open('buttons', POCKET);
  const files = [
    [1, 'video/mp4', 'rekaman-kegiatan-di-halaman-kantor-kecamatan-yang-panjang-sekali.mp4', 'video', 'Video · 1,5 MB'],
    [1, 'application/pdf', 'surat.pdf', 'document', 'Dokumen · 1,5 MB'],
    [2, 'audio/ogg', 'suara.ogg', 'audio', 'Rekaman suara · 1,5 MB'],
    // A page must not draw what only calls itself a picture.
    [0, 'image/svg+xml', 'gambar.svg', 'photo', 'Foto · 1,5 MB'],
  ] as const;
  for (const [n, mimeType, name, kind, about] of files) {
    await attach(page, chat, n, { name, mimeType, buffer: Buffer.alloc(1.5 * MEGABYTE, '<svg/>') });
    expect((await arrived()).act).toMatchObject({ kind: 'media', media: { kind } });
    const shown = chat.root.locator('.message.person').last();
    await shown.getByText(name).waitFor();
    expect(await shown.locator('.sent').textContent()).toContain(about);
  }
  expect(await findings(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
});

it('a sample stands ready for whoever has no file', async () => {
  const { chat } = await open('numbers');
  await chat.presses(say('simulator.attach'));
  await chat.presses(say('simulator.attach_sample'));
  await expect.poll(() => drawn(chat.root.locator('.message.person .picture img'))).toBe(1280);
  expect((await arrived()).act).toMatchObject({ kind: 'media', media: { kind: 'photo' } });
});

it('the same file can be sent twice; one of nothing and one too large stay here, and one is told so', async () => {
  const { page, chat } = await open('buttons');
  const file = await photo();
  for (const count of [1, 2]) {
    await attach(page, chat, 0, file);
    await expect.poll(() => chat.root.locator('.message.person').count()).toBe(count);
  }
  await attach(page, chat, 0, { ...file, buffer: Buffer.alloc(0) });
  await page.getByText(say('simulator.empty')).waitFor();
  await attach(page, chat, 0, { ...file, buffer: Buffer.alloc(21 * MEGABYTE + 1) });
  await page.getByText(say('simulator.large', { most: '21' })).waitFor();
  expect(await chat.root.locator('.message.person').count()).toBe(2);
});

it('what is erased leaves the screen with buttons, also of a page that was cut off or comes later', async () => {
  const { page, chat } = await open('buttons');
  const { buttons } = phones.simulators;
  await attach(page, chat, 0, await photo());
  await expect.poll(() => drawn(chat.root.locator('.message.person .picture img'))).toBe(900);
  const { address, erasable: own = '' } = await arrived();
  const [first = ''] = await buttons.send(address, message('satu'));
  const [second = ''] = await buttons.send(address, message('dua', { choices: [{ data: 'x', label: 'Ya' }] }));
  const [last = ''] = await buttons.send(address, message('tiga'));
  await chat.root.getByRole('button', { name: 'Ya' }).focus();
  await buttons.erase(address, [first, second, last], last);
  await chat.root.getByText('dua').waitFor({ state: 'detached' });
  expect(await chat.heard.allInnerTexts()).toEqual([expect.stringContaining('tiga')]);
  expect(await focused(chat.root.locator('.log')), 'the focus is not lost with the button').toBe(true);

  phones.cut();
  await buttons.erase(address, [own]);
  await chat.root.locator('.message.person').waitFor({ state: 'detached' });
  await page.reload();
  await chat.hears('tiga');
  expect(await chat.root.locator('.message').count()).toBe(1);

  await buttons.erase(address, [last]);
  await chat.root.getByText(say('simulator.buttons_welcome_title')).waitFor();
  const complaints = await phones.leave();
  expect(complaints.filter((one) => !/net::ERR_/.test(one))).toEqual([]);
});

it('what is erased stays on the screen with numbers, but for the picture we had', async () => {
  const { page, chat } = await open('numbers');
  const { numbers } = phones.simulators;
  const file = await photo();
  await attach(page, chat, 0, file);
  await expect.poll(() => drawn(chat.root.locator('.message.person .picture img'))).toBe(900);
  const { address, erasable = '' } = await arrived();
  const names = await numbers.send(address, message('satu'));
  await numbers.erase(address, [erasable, ...names]);
  await chat.root.locator('.message.person .sent').getByText(file.name).waitFor();
  await chat.hears('satu');
});
