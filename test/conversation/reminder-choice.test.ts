/** What people choose about reminders in one chat, and what that means for their others. */
import { expect, test } from 'vitest';
import { contactKey } from '../../src/conversation/chat.ts';
import { recordBlocked } from '../../src/storage/contact-writing.ts';
import { createUnit } from '../../src/storage/units.ts';
import { type Talks, talking } from '../jobs/reminders/staged.ts';
import { pledgeByCode, pledgeUnproven } from '../support/pledging.ts';
import { keys, type Shell } from '../support/shell.ts';
import { SARI } from '../support/world.ts';

const FIRST = '2026-11-21T08:00:00+07:00';
const SECOND = '2026-11-22T08:00:00+07:00';

let talks: Talks;
let telegram: Shell;
let whatsapp: Shell;
talking((one) => {
  talks = one;
  ({ telegram, whatsapp } = one);
});

const writes = (...said: readonly string[]): Promise<void> => talks.writes(...said);

/** Sari pledges on Telegram and says yes to reminders; and again on WhatsApp, which shows what she pledged. */
async function onBoth(): Promise<void> {
  await pledgeByCode(telegram, 'tg');
  await telegram.taps('tg', 'yes');
  await writes('ikrar', SARI.nip, 'ya', 'pengingat', 'ya');
}

const last = (at: Shell, chat: string): string => at.box.to(chat).at(-1)?.markup ?? '';

/** On which channels something is told at a moment. */
const toldAt = async (moment: string): Promise<readonly string[]> => (await talks.toldAt(moment)).map(({ on }) => on);

test('whoever stops on one channel hears nothing on the other, and is told so there', async () => {
  await onBoth();
  expect(await toldAt(FIRST)).toEqual(['whatsapp']);
  await writes('BERHENTI');
  expect(await toldAt(SECOND)).toEqual([]);
  await telegram.says('tg', '/pengingat');
  await telegram.quiet();
  expect(last(telegram, 'tg')).toMatch(/^Pengingat: <b>mati<\/b>/);
});

test('who stopped can begin again, in the chat they say it in', async () => {
  await onBoth();
  await writes('BERHENTI');
  await telegram.says('tg', '/pengingat');
  await telegram.taps('tg', 'yes');
  expect(await toldAt(FIRST)).toEqual(['telegram']);
});

test('a chat of which nothing is known is asked to say that it is of an ASN; one that pledged, or gave a NIP, has said so', async () => {
  const asked = async (chat: string): Promise<readonly string[]> => {
    await telegram.says(chat, '/pengingat');
    await telegram.quiet();
    return (
      telegram.box
        .to(chat)
        .at(-1)
        ?.choices.map(({ label }) => label) ?? []
    );
  };
  const PLAIN = ['Ya, ingatkan saya', 'Tidak usah'];
  expect(await asked('warga')).toEqual(['Ya, saya ASN', 'Tidak usah']);
  expect(last(telegram, 'warga')).toContain('Pengingat ini untuk ASN');
  await telegram.says('began', '/ikrar');
  expect(await asked('began')).toEqual(['Ya, saya ASN', 'Tidak usah']);
  await telegram.says('began', '/ikrar');
  await telegram.says('began', SARI.nip);
  expect(await asked('began')).toEqual(PLAIN);
  await pledgeByCode(telegram, 'pledged');
  await telegram.taps('pledged', 'no');
  expect(await asked('pledged')).toEqual(PLAIN);
});

test('who only typed the NIP stops nobody but themselves', async () => {
  await pledgeByCode(telegram, 'tg');
  await telegram.taps('tg', 'yes');
  await pledgeUnproven(telegram, 'other');
  await telegram.taps('other', 'yes');
  await telegram.says('other', 'BERHENTI');
  expect(await toldAt(FIRST)).toEqual(['telegram']);
  expect(talks.stage.told.map(({ to }) => to)).toEqual(['tg']);
});

test('who blocks the bot on one channel is written to on the other, where they agreed too', async () => {
  await onBoth();
  const key = contactKey(keys, { channel: 'whatsapp', id: 'wa' });
  await recordBlocked(talks.stage.db, { key, channel: 'whatsapp', day: '2026-11-20' });
  expect(await toldAt(FIRST)).toEqual(['telegram']);
});

test('who blocked the bot and comes back reads that reminders are off, and is asked again by the pledge', async () => {
  await telegram.says('tg', '/pengingat');
  await telegram.taps('tg', 'yes');
  const key = contactKey(keys, { channel: 'telegram', id: 'tg' });
  await telegram.quiet();
  await recordBlocked(talks.stage.db, { key, channel: 'telegram', day: '2026-11-20' });
  await telegram.says('tg', '/pengingat');
  await telegram.quiet();
  expect(last(telegram, 'tg')).toMatch(/^Pengingat: <b>mati<\/b>/);
  await pledgeByCode(telegram, 'tg');
  expect(last(telegram, 'tg')).toMatch(/^Boleh kami ingatkan di masa tenang/);
});

test('who said no is not asked again', async () => {
  await pledgeByCode(telegram, 'tg');
  await telegram.taps('tg', 'no');
  await writes('ikrar', SARI.nip, 'ya');
  expect(last(whatsapp, 'wa')).not.toMatch(/Boleh kami ingatkan/);
});

test('reminders speak the language that was chosen last', async () => {
  await pledgeByCode(telegram, 'tg');
  await telegram.taps('tg', 'yes');
  await telegram.says('tg', '/bahasa');
  await telegram.taps('tg', 'en');
  expect(await toldAt(FIRST)).toEqual(['telegram']);
  expect(talks.stage.told[0]?.words).toMatch(/^<b>The quiet period/i);
});

test('the chat that was used last is the one where the certificate was asked for last', async () => {
  await onBoth();
  await telegram.says('tg', '/status');
  await telegram.taps('tg', 'send');
  expect(await toldAt(FIRST)).toEqual(['telegram']);
});

test('what is asked for while a report is open does not show in the list of contacts', async () => {
  const unit = { id: 'u1', name: 'Bawaslu Contoh', region: 'Kota Malang', day: '2026-11-17' };
  await createUnit(talks.stage.db, keys, unit, { workFactor: 2 });
  await onBoth();
  const rows = () => talks.stage.db.contact.findMany({ orderBy: { key: 'asc' } });
  const before = await rows();
  await telegram.says('tg', '/lapor');
  await telegram.taps('tg', 'brief');
  await telegram.says('tg', '/status');
  await telegram.taps('tg', 'send');
  await telegram.quiet();
  expect(await rows()).toEqual(before);
  // What is stopped is stopped at once, and tells nothing of when.
  await telegram.says('tg', 'BERHENTI');
  await telegram.quiet();
  expect((await rows()).map(({ seq, reminders }) => ({ seq, reminders }))).toEqual(
    before.map(({ seq }) => ({ seq, reminders: false })),
  );
});
