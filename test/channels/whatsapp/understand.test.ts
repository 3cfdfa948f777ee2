import { proto } from '@whiskeysockets/baileys';
import { expect, test } from 'vitest';
import { UNREADABLE, understand, VIEW_ONCE } from '../../../src/channels/whatsapp/understand.ts';
import type { Act } from '../../../src/engine/types.ts';

const CHAT = '222222222222222@lid';

const letterOf = (message: proto.IMessage) => ({
  id: 'A1',
  chat: CHAT,
  content: Buffer.from(proto.Message.encode(message).finish()).toString('base64'),
});
const actOf = (message: proto.IMessage): Act | undefined => understand(letterOf(message))?.act;

const FILE = {
  mediaKey: Buffer.alloc(32, 1),
  directPath: '/v/t62/1',
  fileSha256: Buffer.alloc(32, 2),
  fileLength: 1234,
  url: 'https://evil.example/1',
};

test('words are words, whatever wraps them', () => {
  const words: Act = { kind: 'text', text: 'ikrar' };
  expect(actOf({ conversation: 'ikrar' })).toEqual(words);
  expect(actOf({ extendedTextMessage: { text: 'ikrar', contextInfo: { stanzaId: 'X' } } })).toEqual(words);
  expect(actOf({ ephemeralMessage: { message: { conversation: 'ikrar' } } })).toEqual(words);
  expect(
    actOf({ ephemeralMessage: { message: { viewOnceMessageV2: { message: { conversation: 'ikrar' } } } } }),
  ).toEqual(words);
});

test.each([
  ['imageMessage', 'photo'],
  ['videoMessage', 'video'],
  ['ptvMessage', 'video'],
  ['audioMessage', 'audio'],
  ['documentMessage', 'document'],
])('a file of %s is a %s, and the sender does not say where it lies', (field, kind) => {
  const act = actOf({ viewOnceMessage: { message: { [field]: FILE } } });
  if (act?.kind !== 'media') throw new Error('no file');
  expect(act.media).toMatchObject({ kind, size: 1234 });
  expect(act.media.ref).not.toContain('evil');
});

test.each(['imageMessage', 'videoMessage', 'documentMessage'])('the words under a file of %s come with it', (field) => {
  const words = 'ini buktinya';
  expect(actOf({ [field]: { ...FILE, caption: words } })).toMatchObject({ kind: 'media', media: { words } });
  expect(actOf({ [field]: { ...FILE, caption: '' } })).not.toHaveProperty('media.words');
  // Some apps write there what the file is called.
  for (const name of ['fileName', 'title']) {
    const called = actOf({ documentMessage: { ...FILE, [name]: 'Surat_Budi.pdf', caption: 'Surat_Budi.pdf' } });
    expect(called).toMatchObject({ kind: 'media' });
    expect(called).not.toHaveProperty('media.words');
  }
});

test('a file that cannot be fetched or checked is none', () => {
  for (const field of ['mediaKey', 'directPath', 'fileSha256']) {
    expect(actOf({ imageMessage: { ...FILE, [field]: undefined } })).toEqual({ kind: 'other', what: 'unreadable' });
  }
});

test('a card is a contact, never the own one', () => {
  const vcard = 'BEGIN:VCARD\nVERSION:3.0\nTEL;type=CELL;waid=6281200000111:+62 812-0000-0111\nEND:VCARD';
  expect(actOf({ contactMessage: { vcard } })).toEqual({ kind: 'contact', own: false, phone: '+6281200000111' });
  expect(actOf({ contactMessage: { vcard: 'BEGIN:VCARD' } })).toEqual({ kind: 'contact', own: false });
  const several = { contactsArrayMessage: { contacts: [{ vcard }, { vcard: 'BEGIN:VCARD' }] } };
  expect(actOf(several)).toEqual({ kind: 'contact', own: false, phone: '+6281200000111' });
  expect(actOf({ contactsArrayMessage: {} })).toEqual({ kind: 'contact', own: false });
});

test('what is changed, pasted or unknown is told apart', () => {
  const MESSAGE_EDIT = proto.Message.ProtocolMessage.Type.MESSAGE_EDIT;
  expect(actOf({ protocolMessage: { type: MESSAGE_EDIT, editedMessage: { conversation: 'x' } } })).toEqual({
    kind: 'other',
    what: 'edited',
  });
  const edit = { protocolMessage: { type: MESSAGE_EDIT, editedMessage: { conversation: 'x' } } };
  for (const wrapped of [
    edit,
    { editedMessage: { message: edit } },
    { editedMessage: { message: { conversation: 'x' } } },
  ])
    expect(actOf({ ephemeralMessage: { message: wrapped } })).toEqual({ kind: 'other', what: 'edited' });
  expect(actOf({ editedMessage: { message: { conversation: 'x' } } })).toEqual({ kind: 'other', what: 'edited' });
  expect(actOf({ stickerMessage: FILE })).toEqual({ kind: 'other', what: 'sticker' });
  expect(actOf({ locationMessage: { degreesLatitude: -7.9 } })).toEqual({ kind: 'other', what: 'unreadable' });
});

test('what nobody said is not answered', () => {
  const { REVOKE, HISTORY_SYNC_NOTIFICATION, APP_STATE_SYNC_KEY_SHARE } = proto.Message.ProtocolMessage.Type;
  for (const type of [REVOKE, HISTORY_SYNC_NOTIFICATION, APP_STATE_SYNC_KEY_SHARE]) {
    expect(actOf({ protocolMessage: { type } })).toBeUndefined();
  }
  expect(actOf({ reactionMessage: { text: '👍' } })).toBeUndefined();
  expect(actOf({ pollUpdateMessage: {} })).toBeUndefined();
  expect(actOf({ messageContextInfo: {} })).toBeUndefined();
  expect(actOf({})).toBeUndefined();
});

test('who wrote is the chat, and the number where the server told it', () => {
  expect(understand(letterOf({ conversation: 'ikrar' }))).toEqual({
    address: { channel: 'whatsapp', id: CHAT },
    messageId: 'A1',
    act: { kind: 'text', text: 'ikrar' },
  });
  expect(understand({ ...letterOf({ conversation: 'ikrar' }), number: '6281200000111' })).toMatchObject({
    sender: '+6281200000111',
  });
  const kept = (content: string) => understand({ id: 'A1', chat: CHAT, content })?.act;
  expect([kept(UNREADABLE), kept(VIEW_ONCE)]).toEqual([
    { kind: 'other', what: 'unreadable' },
    { kind: 'other', what: 'view once' },
  ]);
});
