/** Files that are not what they say, from a host that does not do what it should. */
import { mkdtempSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Channel } from '../../../src/channels/channel.ts';
import type { Media } from '../../../src/engine/types.ts';
import type { Inbox } from '../../support/contract.ts';
import { message } from '../../support/contract-words.ts';
import type { FileOptions } from '../../support/whatsapp/person.ts';
import { connected } from './connected.ts';
import { elsewhere } from './elsewhere.ts';
import type { OwnedNumber } from './open.ts';

const MOST = 1_000_000;
const BYTES = Buffer.alloc(300_000, 7);
const NEVER = new AbortController().signal;

let number: OwnedNumber;
let channel: Channel;
let inbox: Inbox;

connected((one) => {
  ({ number, channel, inbox } = one);
});

async function sent(options: FileOptions = {}): Promise<Media> {
  const person = await number.whatsapp.contact();
  await person.sendsMedia('image', BYTES, options);
  const { act } = await inbox.next();
  if (act.kind !== 'media') throw new Error(act.kind);
  return act.media;
}

test.each([
  ['bytes', 'gone'],
  ['hash', 'gone'],
  ['length', 'gone'],
  ['claim', 'gone'],
  ['cut', 'retry'],
  ['moved', 'retry'],
] as const)('a file whose %s is wrong is none: %s', async (corrupt, outcome) => {
  const fetching = channel.fetch(await sent({ corrupt }), MOST, NEVER);
  await expect(fetching).rejects.toMatchObject({ outcome });
});

test('of a file that goes on and on no more is read than it was said to have', async () => {
  const fetching = channel.fetch(await sent({ corrupt: 'endless' }), MOST, NEVER);
  await expect(fetching).rejects.toMatchObject({ outcome: 'gone' });
  await number.whatsapp.endlessLeft();
});

test('who is told to stop does not wait for a host that says nothing', async () => {
  const media = await sent();
  await number.whatsapp.holdFiles(true);
  onTestFinished(() => number.whatsapp.holdFiles(false));
  const stopping = new AbortController();
  const fetching = channel.fetch(media, MOST, stopping.signal);
  stopping.abort();
  await expect(fetching).rejects.toMatchObject({ outcome: 'retry' });
});

test('nothing is fetched from where a sender says', async () => {
  const { host, asked } = await elsewhere();
  const media = await sent({ url: `https://${host}/elsewhere` });
  expect(BYTES.equals(await channel.fetch(media, MOST, NEVER))).toBe(true);
  expect(asked()).toBe(0);
});

test('a host that takes no files keeps nobody waiting who is sent words alone', async () => {
  const person = await number.whatsapp.contact();
  const address = { channel: 'whatsapp', id: `${person.lid}@lid` } as const;
  await number.whatsapp.refuseUploads(true);
  onTestFinished(() => number.whatsapp.refuseUploads(false));
  const file = { name: 'ikrar.pdf', type: 'application/pdf', bytes: BYTES } as const;
  const sending = channel.send(address, { ...message('Ikrar'), file });
  await expect(sending).rejects.toMatchObject({ outcome: { kind: 'retry', everybody: false } });
});

test('a picture that is sent lies nowhere in the clear on its way', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ikrar-temporary-'));
  vi.stubEnv('TMPDIR', folder);
  const seen = new Set<string | null>();
  const looking = watch(folder, (_, name) => seen.add(name));
  onTestFinished(() => {
    looking.close();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
  const person = await number.whatsapp.contact();
  const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
  const file = { name: 'bukti.png', type: 'image/png', bytes } as const;
  await channel.send({ channel: 'whatsapp', id: `${person.lid}@lid` }, { ...message('Bukti'), file });
  const [picture] = await person.next(1);
  expect(bytes.equals(await person.file(picture?.id ?? ''))).toBe(true);
  writeFileSync(join(folder, 'last'), '');
  await expect.poll(() => seen.has('last')).toBe(true);
  const written = [...seen].filter((name) => name !== 'last');
  expect(written).toEqual([expect.stringMatching(/-enc$/)]);
});
