import { expect, test } from 'vitest';
import { senderOf } from '../../../src/channels/whatsapp/envelope.ts';

const OWN = ['6281100000001@s.whatsapp.net', '111111111111111@lid'];
const PN = '6281200000111@s.whatsapp.net';
const LID = '222222222222222@lid';

const of = (attrs: Record<string, string>) => senderOf({ tag: 'message', attrs: { id: 'A1', ...attrs } }, OWN);

test('a chat is named by its LID, and the number stands apart', () => {
  const known = { id: 'A1', chat: LID, number: '6281200000111' };
  expect(of({ from: LID, sender_pn: PN })).toEqual(known);
  expect(of({ from: PN, sender_lid: LID })).toEqual(known);
  expect(of({ from: LID })).toEqual({ id: 'A1', chat: LID });
  expect(of({ from: PN })).toEqual({ id: 'A1', chat: PN, number: '6281200000111' });
  // The device it was written on does not matter.
  expect(of({ from: '222222222222222:7@lid', sender_pn: PN })).toEqual(known);
});

test('groups, lists, channels, the own phone and what has no sender are none', () => {
  expect(of({ from: '120363000000000000@g.us', participant: LID })).toBeUndefined();
  expect(of({ from: 'status@broadcast', participant: LID })).toBeUndefined();
  expect(of({ from: '1700000000@broadcast', participant: LID })).toBeUndefined();
  expect(of({ from: '1700000000@broadcast' })).toBeUndefined();
  expect(of({ from: '120363000000000000@newsletter' })).toBeUndefined();
  expect(of({ from: '6281100000001:3@s.whatsapp.net' })).toBeUndefined();
  expect(of({ from: LID, sender_pn: '6281100000001@s.whatsapp.net' })).toBeUndefined();
  expect(of({})).toBeUndefined();
  expect(senderOf({ tag: 'message', attrs: { from: LID } }, OWN)).toBeUndefined();
});
