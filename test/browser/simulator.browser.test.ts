/** The simulator itself: what it keeps, what it begins anew, and that it comes back when the bot does. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { Chat, playAs, say } from './chat.ts';
import { Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
afterEach(async () => {
  expect(await stage.leave()).toEqual([]);
});

it('shows the same chats after the page is loaded again, and others in another tab', async () => {
  const page = await stage.visitor();
  await page.goto('/simulator');
  const chat = new Chat(page, 'numbers');
  await chat.says('halo *bintang* <b>&');
  await chat.hears(say('menu.ask'));
  await page.reload();
  await chat.hears(say('menu.ask'));
  expect(await chat.root.locator('.message.person .words').allTextContents()).toEqual(['halo *bintang* <b>&']);
  const tab = await page.context().newPage();
  await tab.goto('/simulator');
  await new Chat(tab, 'numbers').says('bantuan');
  await new Chat(tab, 'numbers').hears('Cara memakai layanan ini');
  expect(await tab.getByText('halo *bintang*').count()).toBe(0);
});

it('begins a phone anew, and both when somebody else takes them', async () => {
  const page = await stage.visitor();
  await page.goto('/simulator');
  const [buttons, numbers] = [new Chat(page, 'buttons'), new Chat(page, 'numbers')];
  await buttons.presses(say('simulator.buttons_start'));
  await buttons.hears(say('menu.ask'));
  await numbers.says('halo');
  await numbers.hears(say('menu.ask'));
  await buttons.presses(say('simulator.restart'));
  await buttons.heard.first().waitFor({ state: 'detached' });
  await buttons.root.getByText(say('simulator.buttons_welcome_title')).waitFor();
  expect(await numbers.heard.count()).toBe(1);
  await playAs(page, 2);
  await numbers.heard.first().waitFor({ state: 'detached' });
  await numbers.says('halo');
  await numbers.hears(say('menu.ask'));
});

it('sends what cannot be understood, and is answered', async () => {
  const page = await stage.visitor();
  await page.goto('/simulator');
  for (const style of ['buttons', 'numbers'] as const) {
    const chat = new Chat(page, style);
    await chat.says('ikrar');
    await chat.hears(say('pledge.nip_ask'));
    for (const [what, shown] of [
      ['sample', '.message.person .picture'],
      ['sticker', '.attached-sticker'],
    ] as const) {
      const before = await chat.heard.count();
      await chat.presses(say('simulator.attach'));
      await chat.presses(say(`simulator.attach_${what}`));
      await chat.root.locator(shown).waitFor();
      await chat.heard.nth(before).waitFor();
    }
    await chat.hears(say('pledge.nip_not_text'));
  }
});

it('copies a NIP', async () => {
  const page = await stage.visitor();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/simulator');
  const { nip, name } = await playAs(page, 3);
  await page.getByRole('button', { name: say('simulator.copy_what', { what: 'NIP', name }) }).click();
  await page.getByText(say('simulator.copied')).waitFor();
  const chat = new Chat(page, 'buttons');
  await chat.input.focus();
  await page.keyboard.press('Control+V');
  expect(await chat.input.inputValue()).toBe(nip);
});

it('comes back with the bot, and the conversation goes on where it was', async () => {
  const page = await stage.visitor();
  await page.goto('/simulator');
  const { nip } = await playAs(page, 0);
  const chat = new Chat(page, 'buttons');
  await chat.says('ikrar');
  await chat.hears(say('pledge.nip_ask'));
  await stage.bot.end('SIGTERM');
  await chat.root.getByText(say('simulator.offline')).waitFor();
  await chat.says(nip);
  await page.getByText(say('simulator.failed')).waitFor();
  expect(await chat.input.inputValue(), 'what did not arrive is not lost').toBe(nip);
  await stage.bot.startUp();
  await chat.root.getByText(say('simulator.buttons_subtitle'), { exact: true }).waitFor();
  await chat.input.press('Enter');
  await chat.hears(say('pledge.proof_ask'));
  const complaints = await stage.leave();
  expect(complaints.filter((one) => !/net::ERR_/.test(one))).toEqual([]);
});
