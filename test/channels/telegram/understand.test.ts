import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { understand } from '../../../src/channels/telegram/understand.ts';
import { hostileUpdate } from './hostile.ts';

const USERNAME = 'ikrar_contoh_bot';
const from = { id: 7, is_bot: false, first_name: 'Contoh', language_code: 'id' };
const chat = { id: 7, type: 'private', first_name: 'Contoh' };
const message = (content: object): object => ({
  update_id: 1,
  message: { message_id: 5, date: 1, chat, from, ...content },
});
const arrival = (act: object, messageId = 'm5'): object => ({
  kind: 'arrival',
  arrival: { address: { channel: 'telegram', id: '7' }, messageId, erasable: '5', act, language: 'id' },
});
const own = { phone_number: '6281234567890', first_name: 'Contoh', user_id: 7 };
const contact = (phone: string | undefined, isOwn: boolean): object =>
  arrival({ kind: 'contact', ...(phone ? { phone } : {}), own: isOwn });

describe('a contact', () => {
  it.each<[string, object, object]>([
    ['of one’s own', { contact: own }, contact('+6281234567890', true)],
    ['with a plus', { contact: { ...own, phone_number: '+62 812-3456-7890' } }, contact('+6281234567890', true)],
    ['from abroad', { contact: { ...own, phone_number: '14155550123' } }, contact('+14155550123', true)],
    ['of somebody else', { contact: { ...own, user_id: 8 } }, contact('+6281234567890', false)],
    [
      'of nobody on Telegram',
      { contact: { phone_number: '081234567890', first_name: 'x' } },
      contact(undefined, false),
    ],
    ['that was forwarded', { contact: own, forward_origin: { type: 'hidden_user' } }, contact('+6281234567890', false)],
    ['that was forwarded, says an old server', { contact: own, forward_date: 1 }, contact('+6281234567890', false)],
    ['that an inline bot wrote', { contact: own, via_bot: { id: 9 } }, contact('+6281234567890', false)],
    ['without a number', { contact: { ...own, phone_number: 'x' } }, contact(undefined, true)],
  ])('%s', (_, content, expected) => {
    expect(understand(message(content), USERNAME)).toEqual(expected);
  });
});

describe('a file', () => {
  const file = { file_id: 'BAACAgUAAxkB', file_unique_id: 'AgAD', file_size: 4711 };
  const media = (kind: string, more: object = {}): object =>
    arrival({ kind: 'media', media: { ref: 'BAACAgUAAxkB', kind, size: 4711, ...more } });

  it.each([
    ['video', 'video'],
    ['video_note', 'video'],
    ['voice', 'audio'],
    ['audio', 'audio'],
    ['document', 'document'],
  ])('%s is taken as %s', (field, kind) => {
    expect(understand(message({ [field]: { ...file, duration: 3 } }), USERNAME)).toEqual(media(kind));
  });

  it('of a photo is the largest, in whatever order they come', () => {
    const size = (width: number, file_id: string): object => ({ ...file, width, height: width, file_id });
    const photo = [size(90, 'S'), size(1280, 'BAACAgUAAxkB'), size(320, 'M')];
    expect(understand(message({ photo }), USERNAME)).toEqual(media('photo'));
    expect(understand(message({ photo, live_photo: { ...file, duration: 3 } }), USERNAME)).toEqual(media('photo'));
  });

  it('that moves is a video, although it stands there as a document too', () => {
    const animation = { ...file, width: 90, height: 90, duration: 3 };
    expect(understand(message({ animation, document: file }), USERNAME)).toEqual(media('video'));
  });

  it('is taken with the words under it, and with or without its size', () => {
    const words = 'ini buktinya';
    expect(understand(message({ document: file, caption: words }), USERNAME)).toEqual(media('document', { words }));
    expect(understand(message({ document: file, caption: '' }), USERNAME)).toEqual(media('document'));
    for (const file_size of [undefined, -1, 1.5, '9'])
      expect(understand(message({ document: { ...file, file_size } }), USERNAME)).toEqual(
        arrival({ kind: 'media', media: { ref: 'BAACAgUAAxkB', kind: 'document' } }),
      );
  });

  it.each([
    ['photo', []],
    ['photo', {}],
    ['photo', [{ ...file, width: 'x', height: 1 }]],
    ['photo', [{ width: 1, height: 1 }]],
    ['video', file.file_id],
    ['voice', { ...file, file_id: '' }],
    ['audio', { ...file, file_id: 7 }],
    ['document', { ...file, file_id: 'x'.repeat(513) }],
    ['animation', null],
  ])('that cannot be fetched leaves a message to be answered: %s %j', (field, value) => {
    expect(understand(message({ [field]: value }), USERNAME)).toEqual(arrival({ kind: 'other', what: 'media' }));
  });
});

describe('a message', () => {
  it.each([
    ['location', 'media'],
    ['venue', 'media'],
    ['poll', 'media'],
    ['dice', 'media'],
    ['story', 'media'],
    ['paid_media', 'media'],
    ['sticker', 'sticker'],
    ['something_new_of_2031', 'unreadable'],
  ])('of kind %s is answered', (kind, what) => {
    expect(understand(message({ [kind]: {} }), USERNAME)).toEqual(arrival({ kind: 'other', what }));
  });

  it.each([
    'message_auto_delete_timer_changed',
    'pinned_message',
    'write_access_allowed',
    'chat_background_set',
    'gift',
  ])('that nobody wrote is not: %s', (kind) => {
    expect(understand(message({ [kind]: {} }), USERNAME)).toEqual({ kind: 'nothing' });
  });

  it('of another robot is not', () => {
    expect(understand(message({ text: 'halo', from: { ...from, is_bot: true } }), USERNAME)).toEqual({
      kind: 'nothing',
    });
  });

  it.each([
    ['id', 'id'],
    ['id-ID', 'id'],
    ['EN-gb', 'en'],
    ['jv', undefined],
    [7, undefined],
    [undefined, undefined],
  ])('tells the language of the app when it is one of ours: %j', (language_code, language) => {
    const understood = understand(message({ text: 'x', from: { ...from, language_code } }), USERNAME);
    expect(understood).toMatchObject({ kind: 'arrival' });
    expect(understood.kind === 'arrival' && understood.arrival.language).toBe(language);
  });

  it('that was edited is named by its edit, and erased as itself', () => {
    const edited = { message_id: 5, date: 1, edit_date: 9, chat, from, text: 'baru' };
    expect(understand({ update_id: 1, edited_message: edited }, USERNAME)).toEqual(
      arrival({ kind: 'other', what: 'edited' }, 'e5-9'),
    );
  });

  it('whose live location moved is not answered', () => {
    const moved = { message_id: 5, date: 1, edit_date: 9, chat, from, location: { latitude: 1, longitude: 1 } };
    expect(understand({ update_id: 1, edited_message: moved }, USERNAME)).toEqual({ kind: 'nothing' });
  });
});

describe('a tap', () => {
  const under = { message_id: 5, date: 1, chat, text: 'Butir 1' };
  const tap = (query: object): unknown =>
    understand(
      { update_id: 1, callback_query: { id: '9', from, chat_instance: '1', message: under, ...query } },
      USERNAME,
    );
  const tapped = (data: string, token?: string): object => ({
    kind: 'arrival',
    query: '9',
    arrival: {
      address: { channel: 'telegram', id: '7' },
      messageId: 'c9',
      act: { kind: 'tap', data },
      language: 'id',
      ...(token ? { tapped: token } : {}),
    },
  });

  it.each<[string, object, object]>([
    ['on a text', { data: 'a:b:c' }, tapped('a:b:c', 't5')],
    [
      'on a caption',
      { data: 'x', message: { message_id: 5, date: 1, chat, photo: [], caption: 'y' } },
      tapped('x', 'c5'),
    ],
    ['without data', {}, tapped('', 't5')],
    ['with data of 64 bytes', { data: 'é'.repeat(32) }, tapped('é'.repeat(32), 't5')],
    ['with more data than there can be', { data: 'é'.repeat(33) }, tapped('', 't5')],
    ['on a message out of reach', { data: 'x', message: { message_id: 5, date: 0, chat } }, tapped('x')],
    [
      'in a group',
      { data: 'x', message: { ...under, chat: { id: -1, type: 'group' } } },
      { kind: 'query', query: '9' },
    ],
    ['on no message', { data: 'x', message: undefined }, { kind: 'query', query: '9' }],
  ])('%s', (_, query, expected) => {
    expect(tap(query)).toEqual(expected);
  });
});

describe('whatever an update holds', () => {
  it('it is understood or passed over, and never throws', () => {
    fc.assert(
      fc.property(hostileUpdate, (hostile) => {
        const understood = understand(hostile, USERNAME);
        if (understood.kind !== 'arrival') return;
        expect(understood.arrival.address).toEqual({ channel: 'telegram', id: expect.stringMatching(/^-?\d+$/) });
        expect(understood.arrival.messageId).toMatch(/^(m-?\d+|e-?\d+--?\d+|c[\s\S]*)$/);
        const { act } = understood.arrival;
        if (act.kind !== 'media') return;
        expect(act.media.ref).toMatch(/./s);
        expect(act.media.size ?? 0).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 3000 },
    );
  });
});
