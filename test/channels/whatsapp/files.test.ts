import { expect, test } from 'vitest';
import { Files } from '../../../src/channels/whatsapp/files.ts';

const reference = (changes: object): string =>
  JSON.stringify({ kind: 'image', key: '', path: '/v/1', sha256: '', length: 10, ...changes });

// The network is refused to tests: one that got so far would hear another outcome.
test.each([
  '@evil.example/1',
  '.evil.example/1',
  ':443@evil.example/1',
  '',
  'https://evil.example/1',
  '\\@evil.example',
])('nothing is fetched from where a sender says: %s', async (path) => {
  const fetching = new Files().fetch(reference({ path }), 1000, AbortSignal.timeout(5_000));
  await expect(fetching).rejects.toMatchObject({ outcome: 'gone' });
});

test('what says that it is too large is not fetched', async () => {
  const fetching = new Files().fetch(reference({ length: 1001 }), 1000, AbortSignal.timeout(5_000));
  await expect(fetching).rejects.toMatchObject({ outcome: 'too_large' });
});
