/** The loopback WhatsApp itself: an unmodified Baileys in a process of its own finds in it what it expects of the true one. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proto } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWhatsApp, type WhatsAppProcess } from '../../support/whatsapp/client.ts';
import { EchoBot, echoOf } from '../../support/whatsapp/echo/client.ts';

const { ERROR, READ } = proto.WebMessageInfo.Status;

describe('pairing', () => {
  let whatsapp: WhatsAppProcess;
  beforeAll(async () => {
    whatsapp = await startWhatsApp();
  });
  afterAll(() => whatsapp.stop());

  test('by QR, with the restart that follows, by code, and once more after the phone has unlinked it', async () => {
    const first = new EchoBot(whatsapp);
    await first.pairByQr();
    expect(first.events('close').map(({ code }) => code)).toEqual([515]);
    const person = await whatsapp.contact();
    await echoOf(person, 'satu');

    await whatsapp.streamError(401, 'device_removed');
    await first.hears('close', { code: 401 });
    await whatsapp.unpaired();
    await first.end();

    expect(await whatsapp.pairingAsked()).toBeUndefined();
    const second = new EchoBot(whatsapp, '--number', '6281100000001');
    const { code } = await second.hears('code');
    await whatsapp.enterCode(String(code));
    await whatsapp.paired();
    await whatsapp.online();
    expect(await whatsapp.pairingAsked()).toBe('6281100000001@s.whatsapp.net');
    await echoOf(person, 'dua');
    await second.end();
  });

  test('keeps the pairing for a bot that keeps its state, lets a second one replace it, and turns it away when told to', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'echo-'));
    try {
      const first = new EchoBot(whatsapp, '--folder', folder);
      await first.pairByQr();
      await first.hears('open');
      const person = await whatsapp.contact();
      await echoOf(person, 'sebelum');
      await first.end();
      await whatsapp.offline();

      const second = new EchoBot(whatsapp, '--folder', folder);
      await second.hears('open');
      expect(second.events('qr')).toEqual([]);
      await echoOf(person, 'sesudah');

      const third = new EchoBot(whatsapp, '--folder', folder);
      await second.hears('close', { code: 440 });
      await third.hears('open');
      await echoOf(person, 'yang baru');
      await second.end();
      await third.end();
      await whatsapp.offline();

      await whatsapp.rejectLogin(401);
      const fourth = new EchoBot(whatsapp, '--folder', folder);
      await fourth.hears('close', { code: 401 });
      await whatsapp.rejectLogin(undefined);
      await fourth.end();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('a linked bot', () => {
  let whatsapp: WhatsAppProcess;
  let echo: EchoBot;
  beforeAll(async () => {
    whatsapp = await startWhatsApp();
    echo = new EchoBot(whatsapp);
    await echo.pairByQr();
    await echo.hears('open');
  });
  afterAll(async () => {
    await echo.end();
    await whatsapp.stop();
  });

  test('hears people behind a LID and under their number, and answers both', async () => {
    for (const addressing of ['lid', 'pn'] as const) {
      const person = await whatsapp.contact({ addressing, name: 'Ayu' });
      const id = await person.says('halo');
      const [answer] = await person.next(1);
      expect(answer).toMatchObject({ kind: 'text', text: 'echo: halo', quoted: id });
      expect(await echo.hears('message', { id })).toMatchObject({
        from: person.jid,
        alt: addressing === 'lid' ? `${person.pn}@s.whatsapp.net` : `${person.lid}@lid`,
        type: 'notify',
      });
      expect((await person.receiptOf(id)).type).toBe('inactive');
      await expect.poll(() => person.chatstates()).toContain('composing');
      await echoOf(person, 'lagi');
      expect((await person.receives()).map(({ encType }) => encType)).toContain('msg');
    }
    await whatsapp.settled();
    expect(await whatsapp.unacknowledged()).toEqual([]);
  });

  test('does not learn the number where the server keeps it back', async () => {
    const person = await whatsapp.contact();
    const id = await person.says('tanpa nomor', { sendPn: false });
    expect(await echo.hears('message', { id })).not.toHaveProperty('alt');
  });

  test('gets files and sends files', async () => {
    const person = await whatsapp.contact();
    const bytes = randomBytes(100_000);
    await person.sendsMedia('document', bytes, { fileName: 'a.pdf', caption: 'berkas' });
    const [answer] = await person.next(1);
    expect(answer).toMatchObject({ kind: 'document', bytes: bytes.length, fileName: 'echo.bin', caption: 'echo' });
    expect((await person.file(answer?.id ?? '')).equals(bytes)).toBe(true);
    const once = await person.viewOnce(bytes);
    expect(await echo.hears('message', { id: once })).toMatchObject({ kinds: ['imageMessage'] });
    expect(await person.next(2)).toHaveLength(2);
  });

  test('does not notice that a file was changed on its way', async () => {
    const person = await whatsapp.contact();
    const bytes = randomBytes(1000);
    await person.sendsMedia('image', bytes, { corrupt: 'bytes' });
    const [answer] = await person.next(1);
    const changed = await person.file(answer?.id ?? '');
    expect(changed.equals(bytes)).toBe(false);
    expect(changed).toHaveLength(bytes.length);
  });

  test('hears everything else that people send', async () => {
    const person = await whatsapp.contact();
    await echoOf(person, 'mulai');
    const [answer] = await person.receives();
    const kindsOf = async (id: string) => (await echo.hears('message', { id }))['kinds'];
    const bytes = Buffer.from(proto.Message.encode({ conversation: 'mentah' }).finish());
    expect(await kindsOf(await person.reacts(answer?.id ?? ''))).toContain('reactionMessage');
    expect(await kindsOf(await person.sendsSticker())).toContain('stickerMessage');
    expect(await kindsOf(await person.sendsContact({ own: true }))).toContain('contactMessage');
    expect(await kindsOf(await person.ephemeral('sementara'))).toContain('extendedTextMessage');
    expect(await kindsOf(await person.sendsRaw(bytes))).toContain('conversation');
    expect(await kindsOf(await person.sendsRaw({ locationMessage: { degreesLatitude: -6 } }))).toContain(
      'locationMessage',
    );
    const id = await person.says('salah', { quoted: answer?.id ?? '' });
    expect(await kindsOf(id)).toContain('extendedTextMessage');
    expect(await kindsOf(await person.edits(id, 'benar'))).toContain('protocolMessage');
    expect(await kindsOf(await person.revokes(id))).toContain('protocolMessage');
    await whatsapp.settled();
  });

  test('rejects a call', async () => {
    const person = await whatsapp.contact();
    const id = await person.calls();
    await echo.hears('call', { id, status: 'offer' });
    await expect.poll(() => person.rejections()).toEqual([id]);
  });

  test('sends again what a phone could not read', async () => {
    const person = await whatsapp.contact();
    await echoOf(person, 'hilang');
    const [first] = await person.receives();
    await person.asksRetry(first?.id ?? '');
    const [, again] = await person.next(2);
    expect(again).toMatchObject({ id: first?.id, text: 'echo: hilang', encType: 'pkmsg' });
    await person.sendsReceipt(first?.id ?? '', 'read');
    await echo.hears('update', { id: first?.id, status: READ });
  });

  test('hands over a message that comes twice, encrypted anew', async () => {
    const person = await whatsapp.contact();
    await person.says('dua kali', { id: '3ADOUBLE' });
    await person.next(1);
    await person.again();
    expect((await person.next(2)).map(({ text }) => text)).toEqual(['echo: dua kali', 'echo: dua kali']);
    await whatsapp.settled();
  });

  test('refuses the same bytes in a session that it has not answered yet', async () => {
    const person = await whatsapp.contact();
    const id = await person.reacts('3EB0');
    await person.receiptOf(id, 'inactive');
    await person.again({ sameBytes: true });
    expect(await person.receiptOf(id, 'refused')).toMatchObject({ error: '487' });
    await whatsapp.settled();
  });

  test('asks for the message again when the same bytes come later, and hands it over once more', async () => {
    const person = await whatsapp.contact();
    await echoOf(person, 'satu');
    const id = await person.says('dua');
    await person.next(2);
    await person.again({ sameBytes: true });
    await person.receiptOf(id, 'retry');
    expect((await person.next(3)).at(-1)).toMatchObject({ text: 'echo: dua', quoted: id });
    expect(await person.receiptOf(id, 'refused')).toMatchObject({ error: '500' });
    await whatsapp.settled();
  });

  test('gets what came while it was away, again until it has answered', async () => {
    const person = await whatsapp.contact();
    await echoOf(person, 'ada');
    await whatsapp.refuseConnections(true);
    await whatsapp.drop();
    await whatsapp.offline();
    const ids = [await person.says('satu'), await person.says('dua')];
    expect(await whatsapp.unacknowledged()).toEqual(ids);
    await whatsapp.refuseConnections(false);
    await whatsapp.online();
    expect((await person.next(3)).map(({ text }) => text)).toEqual(['echo: ada', 'echo: satu', 'echo: dua']);
    for (const id of ids) {
      expect(await echo.hears('message', { id })).toMatchObject({ type: 'append' });
    }
    await whatsapp.settled();
  });

  test('gets once more what it has not answered for when the connection broke', async () => {
    const person = await whatsapp.contact();
    await echoOf(person, 'ada');
    // It stands still: the message reaches its machine, and no receipt comes back.
    echo.child.process.kill('SIGSTOP');
    const id = await person.says('di tengah');
    expect(await whatsapp.unacknowledged()).toEqual([id]);
    await whatsapp.drop();
    await whatsapp.offline();
    expect(await whatsapp.unacknowledged()).toEqual([id]);
    echo.child.process.kill('SIGCONT');
    await whatsapp.online();
    await whatsapp.settled();
    expect(await person.receiptOf(id)).toMatchObject({ id });
    await echoOf(person, 'masih ada');
  });

  test.each([0, 300])('hears that a message was refused, after %i ms', async (delayMs) => {
    const person = await whatsapp.contact();
    await echoOf(person, 'boleh');
    await whatsapp.failNext(463, delayMs);
    const said = await person.says('tidak boleh');
    const { id } = await echo.hears('sent', { for: said });
    await expect
      .poll(() =>
        [...echo.events('own'), ...echo.events('update')].some((one) => one.id === id && one['status'] === ERROR),
      )
      .toBe(true);
    expect(await person.receives()).toHaveLength(1);
    await echoOf(person, 'boleh lagi');
  });

  test('connects anew after a failure of the server, and not when another has taken its place', async () => {
    await whatsapp.streamError(503);
    await echo.hears('close', { code: 503 });
    await whatsapp.online();
    await echoOf(await whatsapp.contact(), 'kembali');
    await whatsapp.streamError(440, 'replaced');
    await echo.hears('close', { code: 440 });
  });
});
