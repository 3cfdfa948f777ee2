/** The bot as people and its operator meet it: linked, spoken to, and let go. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import { Deployment, enrol } from './deployment.ts';

let at: Deployment;
beforeEach(async () => {
  at = await Deployment.open();
});
afterEach(() => at.close());

/** Says something and reads what comes back, the last message of it. */
async function ask(person: WhatsAppPerson, words: string, options?: { readonly sendPn: boolean }): Promise<string> {
  const before = await person.receives();
  await person.says(words, options);
  const after = await person.next(before.length + 1);
  return after.at(-1)?.text ?? '';
}

test('a number is linked by a code and let go again, beside a service that runs', async () => {
  const bot = at.start();
  await bot.says('WhatsApp belum tertaut');
  const unknown = at.command('status');
  expect((await unknown.ended).code).toBe(1);

  const pairing = at.command('pair', '+6281100000001');
  const code = (await pairing.says('Kode: ')).slice('Kode: '.length);
  await at.whatsapp.enterCode(code);
  expect((await pairing.ended).code).toBe(0);
  await at.whatsapp.online();
  const person = await at.whatsapp.contact();
  expect(await ask(person, 'bantuan')).toContain('ikrar');
  expect((await at.command('status').ended).code).toBe(0);
  expect(await (await fetch(await at.address())).text()).toContain('https://wa.me/6281100000001?text=ikrar');
  expect((await at.command('pair').ended).code).toBe(0);

  expect((await at.command('unpair').ended).code).toBe(0);
  await at.whatsapp.unpaired();
  expect((await at.command('status').ended).code).toBe(1);
});

test('a whole pledge by numbers, proven by the number itself, ends with the certificate', async () => {
  await at.pair();
  const bot = at.start();
  await at.whatsapp.online();
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
  await at.stop();
  expect(`${bot.lines.join('\n')}${bot.errors}`).not.toContain(person.pn);
});

test('whose number WhatsApp keeps back proves with a code of the OPD who they are', async () => {
  await at.pair();
  at.start();
  await at.whatsapp.online();
  const person = await at.whatsapp.contact();
  await enrol(at, [{ nip: '198001012005011001', name: 'Eko Contoh', phone: person.pn, code: 'K7QM-2XPD' }]);
  const hidden = { sendPn: false };
  expect(await ask(person, 'ikrar', hidden)).toContain('NIP');
  expect(await ask(person, '198001012005011001', hidden)).toContain('*1.* Saya punya kode');
  expect(await ask(person, '1', hidden)).toContain('Silakan ketik *kode aktivasi*');
  expect(await ask(person, 'K7QM-2XPE', hidden)).not.toContain('Contoh');
  expect(await ask(person, 'K7QM-2XPD', hidden)).toContain('Dinas Kesehatan');
});

test('no private key and no session is ever printed, as libsignal does when a session takes the place of another', async () => {
  await at.pair();
  const bot = at.start();
  await at.whatsapp.online();
  const person = await at.whatsapp.contact();
  for (let n = 0; n < 3; n += 1) {
    expect(await ask(person, 'bantuan')).toContain('IKRAR');
    await person.startsAnew();
  }
  await at.stop();
  expect(`${bot.lines.join('\n')}${bot.errors}`).not.toMatch(/session|privKey|Buffer|ratchet/i);
});

test('who answers by themselves is not answered for ever, until a word that is known', async () => {
  await at.pair();
  at.start();
  await at.whatsapp.online();
  const robot = await at.whatsapp.contact();
  for (let n = 1; n <= 3; n += 1) {
    await robot.says('Terima kasih sudah menghubungi kami.');
    await robot.next(n);
  }
  for (let n = 0; n < 3; n += 1) await robot.says('Terima kasih sudah menghubungi kami.');
  await robot.says('bantuan');
  expect((await robot.next(4)).at(-1)?.text).toContain('LAPOR');
});
