/** Nobody is kept out: by keyboard alone, on the narrowest phone, in the dark, with a screen reader. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findings } from './axe.ts';
import { Chat, playAs, say } from './chat.ts';
import { DESK, POCKET, Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
afterEach(async () => {
  expect(await stage.leave()).toEqual([]);
});

/** Begins on both phones, to where the one asks for the contact and the other whether it is you. */
async function halfWay(page: Page, n: number): Promise<{ buttons: Chat; numbers: Chat }> {
  const { nip } = await playAs(page, n);
  const [buttons, numbers] = [new Chat(page, 'buttons'), new Chat(page, 'numbers')];
  await page.locator('#tab-numbers').evaluate((tab) => tab instanceof HTMLElement && tab.click());
  await numbers.says('ikrar');
  await numbers.hears(say('pledge.nip_ask'));
  await numbers.says(nip);
  await numbers.hears(say('engine.numbers_hint'));
  await page.locator('#tab-buttons').evaluate((tab) => tab instanceof HTMLElement && tab.click());
  await buttons.says('/start ikrar');
  await buttons.hears(say('pledge.nip_ask'));
  await buttons.says(nip);
  await buttons.hears(say('pledge.proof_ask'));
  return { buttons, numbers };
}

describe.each([
  ['on a desk', DESK],
  ['on a desk in the dark', { ...DESK, colorScheme: 'dark' as const }],
  ['in a pocket', POCKET],
  ['in a pocket in the dark', { ...POCKET, colorScheme: 'dark' as const }],
])('axe finds nothing %s', (_, options) => {
  it.each(['/', '/simulator'])('at %s', async (path) => {
    const page = await stage.visitor(options);
    await page.goto(path);
    expect(await findings(page)).toEqual([]);
  });

  it('in the middle of a conversation', async () => {
    const page = await stage.visitor(options);
    await page.goto('/simulator');
    const { buttons, numbers } = await halfWay(page, 0);
    await buttons.presses(say('simulator.attach'));
    expect(await findings(page)).toEqual([]);
    await buttons.presses(say('simulator.attach_sample'));
    await buttons.root.locator('.message.person .picture').waitFor();
    await buttons.presses(say('pledge.proof_contact'));
    await buttons.presses(say('pledge.person_yes'));
    await buttons.hears('Butir 1 dari 4');
    expect(await findings(page)).toEqual([]);
    await page.locator('#tab-numbers').evaluate((tab) => tab instanceof HTMLElement && tab.click());
    await numbers.says('1');
    await numbers.hears('Butir 1 dari 4');
    expect(await findings(page)).toEqual([]);
  });
});

describe('by keyboard alone', () => {
  /** Presses Tab until the focus is there. */
  async function tabTo(page: Page, target: Locator): Promise<void> {
    for (let n = 0; n < 90; n += 1) {
      await page.keyboard.press('Tab');
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error('Tab never comes there');
  }

  it('one chooses who one is, begins, answers and confirms', async () => {
    const page = await stage.visitor();
    await page.goto('/simulator');
    const chat = new Chat(page, 'buttons');
    const cards = page.locator('.persona');
    await tabTo(page, cards.nth(0).getByRole('radio'));
    await page.keyboard.press('ArrowDown');
    expect(await cards.nth(1).getByRole('radio').isChecked()).toBe(true);
    const nip = (await cards.nth(1).locator('.value').first().textContent()) ?? '';
    await tabTo(page, chat.input);
    await page.keyboard.type('ikrar');
    await page.keyboard.press('Enter');
    await chat.hears(say('pledge.nip_ask'));
    await page.keyboard.type(nip);
    await page.keyboard.press('Enter');
    await chat.hears(say('pledge.proof_ask'));
    await tabTo(page, chat.root.getByRole('button', { name: say('pledge.proof_contact') }));
    await page.keyboard.press('Enter');
    await chat.hears('Apakah ini Bapak/Ibu?');
    await tabTo(page, chat.root.getByRole('button', { name: say('pledge.person_yes') }));
    await page.keyboard.press('Enter');
    for (const n of [1, 2, 3, 4]) {
      await chat.hears(`Butir ${n} dari 4`);
      const agree = chat.root.getByRole('button', { name: say('pledge.point_agree') });
      // The message changed under the finger: the focus stays with it, and the next Tab is its first answer.
      if (n === 1) await tabTo(page, agree);
      else await page.keyboard.press('Tab');
      expect(await agree.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.press('Enter');
    }
    await chat.hears('Mohon konfirmasi.');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await chat.hears('Terima kasih.');
  });

  it('one opens what can be attached, leaves it with Escape, and changes phones with the arrows', async () => {
    const page = await stage.visitor(POCKET);
    await page.goto('/simulator');
    const chat = new Chat(page, 'buttons');
    const attach = chat.root.getByRole('button', { name: say('simulator.attach'), exact: true });
    await attach.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await chat.root.locator('.attachments').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await chat.root.locator('.attachments').isVisible()).toBe(false);
    await page.locator('#tab-buttons').focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#tab-numbers').getAttribute('aria-selected')).toBe('true');
    expect(await new Chat(page, 'numbers').root.isVisible()).toBe(true);
    expect(await chat.root.isVisible()).toBe(false);
  });
});

describe('at 360 pixels', () => {
  it.each(['/', '/simulator'])('%s fits, and what one presses is large enough', async (path) => {
    const page = await stage.visitor(POCKET);
    await page.goto(path);
    if (path === '/simulator') await halfWay(page, 2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    for (const target of await page.locator('button:visible, .action').all()) {
      const box = await target.boundingBox();
      expect.soft(Math.min(box?.width ?? 0, box?.height ?? 0), await target.innerHTML()).toBeGreaterThanOrEqual(24);
    }
  });
});
