/** The bot as people and its operator meet it: linked, spoken to, and let go. */
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Child } from '../../support/child.ts';
import { fragment } from '../../support/crowd/words.ts';
import { LOUD, PRELOAD } from '../../support/whatsapp/client.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import { Deployment, enrol } from './deployment.ts';

let at: Deployment;
let pairing: Child;
let bot: Child;
beforeAll(async () => {
  at = await Deployment.open({ NODE_OPTIONS: `--import=${LOUD} --import=${PRELOAD}` });
  pairing = await at.pair();
  bot = at.start();
  await at.whatsapp.online();
});
afterAll(() => at.close());

/** Stands where libsignal would have printed. */
const MARK = 'libsignal prints\n';
const UNPAIRED = 'WhatsApp belum tertaut';

const said = ({ lines, errors }: Child): string => `${lines.join('\n')}${errors}`;

/** Says something and reads what comes back, the last message of it. */
async function ask(person: WhatsAppPerson, words: string, options?: { readonly sendPn: boolean }): Promise<string> {
  const before = await person.receives();
  await person.says(words, options);
  const after = await person.next(before.length + 1);
  return after.at(-1)?.text ?? '';
}

test('a number is linked by a code and let go again, beside a service that runs', async () => {
  const fresh = await Deployment.open();
  onTestFinished(() => fresh.close());
  const bot = fresh.start();
  await bot.says(UNPAIRED);
  // Nobody has scanned: it goes on asking, and has said so.
  await fresh.whatsapp.drop();
  await fresh.whatsapp.pairingOffered(2);
  expect(bot.errors.match(/"msg":"[^"]*"/g)).toEqual(['"msg":"no number is linked: somebody must link one"']);
  const unknown = fresh.command('status');
  expect((await unknown.ended).code).toBe(1);

  const byCode = fresh.command('pair', '+6281100000001');
  const code = (await byCode.says('Kode: ')).slice('Kode: '.length);
  await fresh.whatsapp.enterCode(code);
  expect((await byCode.ended).code).toBe(0);
  await fresh.whatsapp.online();
  const person = await fresh.whatsapp.contact();
  expect(await ask(person, 'bantuan')).toContain('ikrar');
  expect((await fresh.command('status').ended).code).toBe(0);
  expect(await (await fetch(await fresh.address())).text()).toContain('https://wa.me/6281100000001?text=ikrar');
  expect((await fresh.command('pair').ended).code).toBe(0);

  expect((await fresh.command('unpair').ended).code).toBe(0);
  await fresh.whatsapp.unpaired();
  expect((await fresh.command('status').ended).code).toBe(1);
  expect(bot.lines.filter((line) => line.includes(UNPAIRED))).toHaveLength(1);
});

test('a whole pledge by numbers, proven by the number itself, ends with the certificate', async () => {
  const person = await at.whatsapp.contact();
  await enrol(at, [{ nip: '198001012005011001', name: 'Eko Contoh', phone: person.pn }]);

  expect(await ask(person, 'ikrar')).toContain('NIP');
  expect(await ask(person, '198001012005011001')).toContain('*1.*');
  await ask(person, '1');
  for (let point = 0; point < 4; point += 1) await ask(person, '1');
  const before = await person.receives();
  await person.says('1');
  const [words, ...files] = (await person.next(before.length + 3)).slice(before.length);
  expect([words?.kind, ...files.map(({ kind }) => kind)]).toEqual(['text', 'image', 'document']);
  const [picture, pdf] = await Promise.all(files.map(({ id }) => person.file(id)));
  expect(picture?.subarray(1, 4).toString()).toBe('PNG');
  expect(pdf?.subarray(0, 4).toString()).toBe('%PDF');
  expect(said(bot)).not.toContain(person.pn);
});

test('whose number WhatsApp keeps back proves with a code of the OPD who they are', async () => {
  const person = await at.whatsapp.contact();
  await enrol(at, [{ nip: '198001012005011002', name: 'Eko Contoh', phone: person.pn, code: 'K7QM-2XPD' }]);
  const hidden = { sendPn: false };
  expect(await ask(person, 'ikrar', hidden)).toContain('NIP');
  expect(await ask(person, '198001012005011002', hidden)).toContain('*1.* Saya punya kode');
  expect(await ask(person, '1', hidden)).toContain('Silakan ketik *kode aktivasi*');
  expect(await ask(person, 'K7QM-2XPE', hidden)).not.toContain('Contoh');
  expect(await ask(person, 'K7QM-2XPD', hidden)).toContain('Dinas Kesehatan');
});

test.each([0, 300])('an answer that WhatsApp refuses waits for the next word: 463 after %s ms', async (delay) => {
  const own = await Deployment.open();
  onTestFinished(() => own.close());
  await own.pair();
  own.start();
  await own.whatsapp.online();
  const person = await own.whatsapp.contact();
  await own.whatsapp.failNext(463, delay);
  await person.says('bantuan');
  const isRefused = async (): Promise<boolean> => (await own.command('status').ended).code === 1;
  await expect.poll(isRefused, { timeout: 60_000 }).toBe(true);
  expect(await person.receives()).toEqual([]);
  await person.says('status');
  const [first, second] = await person.next(2);
  expect(first?.text).toContain('Cara memakai');
  expect(second?.text).not.toContain('Cara memakai');
  await own.stop();
  expect(await person.receives()).toHaveLength(2);
});

test('who answers by themselves is not answered for ever, until a word that is known', async () => {
  const robot = await at.whatsapp.contact();
  for (let n = 1; n <= 3; n += 1) {
    await robot.says('Terima kasih sudah menghubungi kami.');
    await robot.next(n);
  }
  for (let n = 0; n < 3; n += 1) await robot.says('Terima kasih sudah menghubungi kami.');
  await robot.says('bantuan');
  expect((await robot.next(4)).at(-1)?.text).toContain('LAPOR');
});

test('an answer counts also where it quotes what it answers, or stands in a chat whose messages disappear', async () => {
  const person = await at.whatsapp.contact();
  expect(await ask(person, 'lapor')).toContain('*2.* Lapor singkat');
  await person.says('2', { quoted: (await person.receives()).at(-1)?.id ?? '' });
  expect((await person.next(2)).at(-1)?.text).toContain(fragment('filing.account_ask'));
  await person.ephemeral('Camat membagi kaus.');
  expect((await person.next(3)).at(-1)?.text).toContain(fragment('filing.area_ask'));
});

test('no private key and no session is ever printed, as libsignal does when a session takes the place of another', async () => {
  const person = await at.whatsapp.contact();
  for (let n = 0; n < 3; n += 1) {
    expect(await ask(person, 'bantuan')).toContain('IKRAR');
    await person.startsAnew();
  }
  await at.stop();
  expectSilent(bot);
  // There libsignal has nothing to print, and the command says nothing but what is to be scanned.
  expectNoKeys(pairing);
  expect(pairing.lines.filter((line) => !line.startsWith('https://wa.me/'))).toEqual([]);

  await person.says('bantuan');
  const unpairing = at.command('unpair');
  expect((await unpairing.ended).code).toBe(0);
  expectSilent(unpairing);
});

/** It would have been printed, and was not. */
function expectSilent(child: Child): void {
  expect(child.errors).toContain(MARK);
  expectNoKeys(child);
}

function expectNoKeys(child: Child): void {
  expect(said(child).replaceAll(MARK, '')).not.toMatch(/session|privKey|Buffer|ratchet/i);
}
