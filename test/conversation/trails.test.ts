import { expect, test } from 'vitest';
import { Trails } from '../../src/conversation/trails.ts';

const reply = { paragraphs: [], choices: [] };

test('a message that is sent while a turn is written is left for the next turn', () => {
  const trails = new Trails();
  trails.note('chat', reply, ['1']);
  const taken = trails.of('chat');
  trails.note('chat', { ...reply, keepsake: true }, ['2']);
  expect(taken).toEqual(['1']);
  trails.forget('chat', taken);
  expect(trails.of('chat')).toEqual(['+2']);
});
