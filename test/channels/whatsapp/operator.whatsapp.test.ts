/** What whoever looks after the service gets to see when WhatsApp or the database is away: one clear line, and the rest goes on. */
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { gateTo } from '../../faults/gate.ts';
import { postgresStore } from '../../faults/store.ts';
import type { Child } from '../../support/child.ts';
import { deployed } from './crash.ts';
import type { Deployment } from './deployment.ts';

const line = z.object({ msg: z.string(), channel: z.string().optional() });

/** What the log says of WhatsApp, in order. */
const told = ({ errors }: Child): string[] =>
  errors
    .split('\n')
    .flatMap((text) => (text.startsWith('{') ? line.parse(JSON.parse(text)) : []))
    .flatMap(({ msg, channel }) => (channel === 'whatsapp' ? msg : []));

const readiness = z.object({
  database: z.boolean(),
  channels: z.array(z.object({ name: z.string(), trouble: z.string() })),
});

async function ready(address: string) {
  const response = await fetch(new URL('/readyz', address));
  return { status: response.status, ...readiness.parse(await response.json()) };
}

/** Somebody who can be answered. */
async function answered(at: Deployment): Promise<void> {
  await at.whatsapp.online();
  const person = await at.whatsapp.contact();
  await person.says('bantuan');
  await person.next(1);
}

test('a network that answers in place of WhatsApp is told once, and everything else goes on', async () => {
  const { at } = await deployed(postgresStore);
  await at.whatsapp.answerUpgrades(401);
  // The address holds also where that of the files is not set.
  const bot = at.start({ WHATSAPP_MEDIA_HOST: '', WHATSAPP_VERSION: '2.3000.1' });
  const address = await at.address();
  await at.whatsapp.turnedAway(3);
  const whatsapp = { name: 'whatsapp', trouble: 'waiting (HTTP 401)' };
  expect(await ready(address)).toEqual({ status: 503, database: true, channels: [whatsapp] });
  expect((await fetch(address)).status).toBe(200);
  const status = at.command('status');
  expect((await status.ended).code).toBe(1);
  expect(status.lines.join('\n')).toContain('HTTP 401');

  await at.whatsapp.answerUpgrades(undefined);
  await answered(at);
  expect(await at.whatsapp.version()).toBe('2.3000.1');
  expect(await ready(address)).toEqual({ status: 200, database: true, channels: [] });
  expect(told(bot)).toEqual([
    'there is no connection to WhatsApp: it is tried again until there is',
    'there is a connection to WhatsApp again',
  ]);
});

test('a database that is away is told once, and the number is held again when it is back', async () => {
  const { at, store } = await deployed(postgresStore);
  const gate = await gateTo(store.url);
  onTestFinished(() => gate.shut());
  const bot = at.start({ DATABASE_URL: gate.url });
  const address = await at.address();
  await answered(at);
  await gate.shut();
  const whatsapp = { name: 'whatsapp', trouble: 'away (database)' };
  const away = { status: 503, database: false, channels: [whatsapp] };
  // The number is held as long as nobody else can have it.
  await expect.poll(() => ready(address), { timeout: 60_000 }).toEqual(away);
  await at.whatsapp.offline();
  // The number is tried for more often than the sweep fails.
  const sweeps = (): number => bot.errors.split('"sweep"').length - 1;
  await expect.poll(sweeps, { timeout: 60_000 }).toBeGreaterThan(2);

  await gate.open();
  await answered(at);
  expect(await ready(address)).toEqual({ status: 200, database: true, channels: [] });
  expect(told(bot)).toEqual([
    'the number cannot be held: it is tried again until the database answers',
    'the number is held again',
  ]);
});
