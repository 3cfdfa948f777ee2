/** What the bot sent at the end: looked at, opened and read as the person would. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Chat } from './chat.ts';

/** The link behind the QR, read from the PDF in the chat, once the picture is seen too. */
export async function certificateLink(page: Page, chat: Chat): Promise<string> {
  const picture = chat.heard.locator('.picture img');
  await picture.waitFor();
  await expect
    .poll(() => picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth))
    .toBeGreaterThan(600);
  const paper = chat.heard.locator('a.paper');
  await paper.waitFor();
  expect(await paper.getAttribute('target')).toBe('_blank');
  const file = await page.request.get((await paper.getAttribute('href')) ?? '');
  expect(file.headers()['content-type']).toBe('application/pdf');
  const link = /\/URI \((https?:\/\/[^()\\\s]+)\)/.exec((await file.body()).toString('latin1'))?.[1];
  if (link === undefined) throw new Error('the certificate has no link');
  return link;
}
