/** The whole pledge as people make it, on both phones, to the certificate that anybody can check. */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { findings } from './axe.ts';
import { certificateLink } from './certificate.ts';
import { Chat, type Played, playAs, say } from './chat.ts';
import { POCKET, Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());
afterEach(async () => {
  expect(await stage.leave()).toEqual([]);
});

/** Opens the link as whoever was shown the sheet: in a browser that has seen nothing yet. */
async function expectValid(link: string, { name, nip }: Played): Promise<void> {
  for (const options of [{}, { ...POCKET, colorScheme: 'dark' as const }]) {
    const page: Page = await stage.visitor(options);
    await page.goto(link);
    await page.locator('[data-verdict="valid"]').waitFor();
    const signed = await page.locator('.signed').textContent();
    expect(signed).toContain(name);
    expect(signed).toContain(`${nip.slice(0, 4)}********${nip.slice(-4)}`);
    expect(signed).not.toContain(nip);
    expect(await findings(page)).toEqual([]);
  }
}

it('with buttons: a link, a shared contact, one message that goes from point to point', async () => {
  const page = await stage.visitor();
  await page.goto('/simulator');
  const played = await playAs(page, 0);
  const chat = new Chat(page, 'buttons');
  await chat.presses(say('simulator.link_buttons'));
  await chat.hears(say('pledge.nip_ask'));
  await chat.says(played.nip);
  await chat.hears(say('pledge.proof_ask'));
  await chat.presses(say('pledge.proof_contact'));
  await chat.hears(played.name);
  await chat.presses(say('pledge.person_yes'));
  await chat.hears('Butir 1 dari 4');
  const before = await chat.heard.count();
  await chat.presses(say('pledge.point_explain'));
  await chat.hears(say('pledge.explain_ikrar_1'));
  for (const n of [1, 2, 3, 4]) {
    await chat.hears(`Butir ${n} dari 4`);
    await chat.presses(say('pledge.point_agree'));
  }
  await chat.hears('Mohon konfirmasi.');
  expect(await chat.heard.count(), 'points are changed in place').toBe(before);
  await chat.presses(say('pledge.confirm_yes'));
  await chat.hears('Terima kasih.');
  const link = await certificateLink(page, chat);
  await chat.presses(say('settings.reminders_yes'));
  await chat.hears(say('pledge.done'));
  expect(await chat.root.locator('.choices button').count(), 'what is answered cannot be pressed').toBe(0);
  await expectValid(link, played);
});

it('with numbers: a known number, answers typed as digits and as words', async () => {
  const page = await stage.visitor(POCKET);
  await page.goto('/simulator');
  const played = await playAs(page, 1);
  await page.getByRole('tab', { name: say('simulator.numbers_tab') }).click();
  const chat = new Chat(page, 'numbers');
  await chat.presses(say('simulator.link_numbers'));
  expect(await chat.input.inputValue(), 'such a link leaves the sending to the person').toBe('ikrar');
  await chat.presses(say('simulator.send'));
  await chat.hears(say('pledge.nip_ask'));
  await chat.says(played.nip);
  const asked = await chat.hears(played.name);
  expect(await asked.textContent()).toContain(`1. ${say('pledge.person_yes')}\n2. ${say('pledge.person_no')}`);
  await chat.says('1');
  for (const [n, answer] of ['1', 'saya berikrar', '١', ' 1. '].entries()) {
    await chat.hears(`Butir ${n + 1} dari 4`);
    await chat.says(answer);
  }
  await chat.hears('Mohon konfirmasi.');
  await chat.says('ya');
  await chat.hears('Terima kasih.');
  const link = await certificateLink(page, chat);
  await chat.says('2');
  await chat.hears(say('pledge.done'));
  await expectValid(link, played);
});
