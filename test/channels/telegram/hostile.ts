import fc from 'fast-check';

const from = { id: 7, is_bot: false, first_name: 'Contoh', language_code: 'id' };
const chat = { id: 7, type: 'private', first_name: 'Contoh' };
const file = { file_id: 'AgAC', file_unique_id: 'AQAD', file_size: 3, width: 90, height: 90 };
const own = { phone_number: '6281234567890', first_name: 'Contoh', user_id: 7 };

const KINDS = [
  'message',
  'edited_message',
  'channel_post',
  'callback_query',
  'my_chat_member',
  'message_reaction',
  'x',
];
const FIELDS = ['message_id', 'chat', 'from', 'date', 'text', 'contact', 'data', 'id', 'message', 'new_chat_member'];

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 2 },
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom(7, -1, 2 ** 53, 'private', 'group', '', null, from, chat, own, file),
    fc.dictionary(fc.constantFrom(...FIELDS), tie('any'), { maxKeys: 3 }),
  ),
})).any;

const body = fc.record(
  {
    message_id: fc.oneof(fc.nat(), value),
    chat: fc.oneof(fc.constant(chat), value),
    from: fc.oneof(fc.constant(from), value),
    text: value,
    contact: value,
    photo: fc.oneof(fc.array(fc.oneof(fc.constant(file), value), { maxLength: 3 }), value),
    video: fc.oneof(fc.constant(file), value),
    document: fc.oneof(fc.constant(file), value),
    id: fc.oneof(fc.string(), value),
    data: value,
    message: value,
    new_chat_member: value,
  },
  { requiredKeys: [] },
);

/** Anything that could come in place of an update: often of nearly the right shape. */
export const hostileUpdate: fc.Arbitrary<unknown> = fc.oneof(
  value,
  fc.dictionary(fc.constantFrom(...KINDS), fc.oneof(body, value), { maxKeys: 3 }),
);
