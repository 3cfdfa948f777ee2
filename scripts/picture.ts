/** `npm run picture` takes docs/simulator.png anew: a real bot, a real browser, the middle of the pledge on both phones. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { Chat, playAs, say } from '../test/browser/chat.ts';
import { Stage } from '../test/browser/stage.ts';

const FILE = 'docs/simulator.png';

const stage = await Stage.open();
try {
  const page = await stage.visitor({ viewport: { width: 1360, height: 860 }, deviceScaleFactor: 1.5 });
  await page.goto('/simulator');
  const { nip } = await playAs(page, 0);
  const [buttons, numbers] = [new Chat(page, 'buttons'), new Chat(page, 'numbers')];
  for (const chat of [buttons, numbers]) {
    await chat.says('ikrar');
    await chat.hears(say('pledge.nip_ask'));
    await chat.says(nip);
  }
  await numbers.hears('1.');
  await numbers.says('1');
  await numbers.hears('Butir 1 dari 4');
  await numbers.says('2');
  await numbers.hears('Maksudnya');
  await buttons.hears(say('pledge.proof_ask'));
  await buttons.presses(say('pledge.proof_contact'));
  await buttons.hears('Apakah ini Bapak/Ibu?');
  await buttons.presses(say('pledge.person_yes'));
  await buttons.hears('Butir 1 dari 4');
  await buttons.presses(say('pledge.point_agree'));
  await buttons.hears('Butir 2 dari 4');
  await page.getByRole('heading', { level: 1 }).click();
  await page.mouse.move(0, 0);
  const picture = await page.screenshot();
  await mkdir('docs', { recursive: true });
  await writeFile(FILE, await sharp(picture).png({ palette: true, colours: 96, effort: 10 }).toBuffer());
  console.log(`${FILE}: ${Math.round((await stat(FILE)).size / 1000)} kB`);
} finally {
  await stage.close();
}
