/** A phone of the simulator in somebody's hands: what they do with it, and what they read on it. */
import type { Locator, Page } from 'playwright-core';
import type { Style } from '../../src/channels/simulator/simulator.ts';
import { type MessageKey, text } from '../../src/domain/message.ts';
import { createI18n } from '../../src/i18n.ts';

const i18n = createI18n();

/** The Indonesian words of a message, as they are read. */
export const say = (key: MessageKey, values: Readonly<Record<string, string>> = {}): string =>
  i18n.plain('id', text(key, values));

export class Chat {
  readonly root: Locator;
  readonly input: Locator;
  /** What the bot said, oldest first. */
  readonly heard: Locator;

  constructor(page: Page, style: Style) {
    this.root = page.locator(`#phone-${style}`);
    this.input = this.root.getByRole('textbox', { name: say('simulator.input') });
    this.heard = this.root.locator('.message.bot');
  }

  async says(words: string): Promise<void> {
    await this.input.fill(words);
    await this.input.press('Enter');
  }

  /** Presses what has this label: a button under the newest message that has it, or a key in place of the keyboard. */
  async presses(label: string): Promise<void> {
    await this.root.getByRole('button', { name: label, exact: true }).last().click();
  }

  /** Waits until the bot has said this. */
  async hears(words: string): Promise<Locator> {
    const message = this.heard.filter({ hasText: words }).last();
    await message.waitFor();
    return message;
  }
}

export interface Played {
  readonly name: string;
  readonly nip: string;
}

/** Takes the phones as the nth of the offered people. */
export async function playAs(page: Page, n: number): Promise<Played> {
  const card = page.locator('.persona').nth(n);
  const name = (await card.locator('.persona-name').textContent()) ?? '';
  const nip = (await card.locator('.value').first().textContent()) ?? '';
  // On a narrow screen the people are folded away.
  if (!(await card.isVisible())) await page.locator('.people summary').click();
  await card.getByRole('radio').check();
  return { name, nip };
}
