/** WhatsApp: how fast messages come in, and CPU of the bot for each, beside a bare Baileys that keeps its state in files. */
import { setTimeout as pause } from 'node:timers/promises';
import type { WhatsAppProcess } from '../../support/whatsapp/client.ts';
import type { WhatsAppPerson } from '../../support/whatsapp/person.ts';
import type { Running } from '../processes.ts';
import { cpuOf } from '../usage.ts';
import { type Figure, median, range } from './figure.ts';

/** A bot that is linked to a WhatsApp of its own. */
export interface LinkedBot extends Running {
  readonly whatsapp: WhatsAppProcess;
  /** CPU of what works for it outside its process, ms so far. */
  readonly serverCpu?: () => Promise<number>;
}

export interface WhatsAppSettings {
  readonly people: number;
  /** Messages of each person in a round, each sent when the one before was answered, and not before its time. */
  readonly each: number;
  readonly rounds: number;
  /** Messages that come all at once. */
  readonly flood: number;
}

interface Run {
  readonly perMessage: number;
  readonly serverPerMessage: number;
}

/** A word that both answer with one message. */
const WORD = 'bantuan';
/** After a run: receipts, and what is forgotten later. */
const TAIL_MS = 400;
/**
 * Of all people together. Our number answers some 15 a second at most, so that it is not banned, and the bare one as many as
 * come: what each costs can be compared at a rate that both keep up with.
 */
const PER_SECOND = 10;

export async function whatsapp(
  bots: { readonly ours: LinkedBot; readonly echo: LinkedBot },
  settings: WhatsAppSettings,
): Promise<readonly Figure[]> {
  const [ours, echo] = await Promise.all([gathered(bots.ours, settings), gathered(bots.echo, settings)]);
  // The first messages of a chat open a Signal session, which those that follow go on with.
  await talk(ours, settings.each);
  await talk(echo, settings.each);
  const runs: { readonly ours: Run; readonly theirs: Run }[] = [];
  for (let round = 0; round < settings.rounds; round += 1) {
    runs.push({ theirs: await measured(echo, settings), ours: await measured(ours, settings) });
  }
  const ratios = runs.map((run) => run.ours.perMessage / run.theirs.perMessage);
  const all = (read: (run: (typeof runs)[number]) => number): readonly number[] => runs.map(read);
  const own = all((run) => run.ours.perMessage);
  const bare = all((run) => run.theirs.perMessage);
  return [
    { name: 'WhatsApp: CPU ÷ bare Baileys', value: median(ratios), unit: '×', atMost: 1.5, note: range(ratios) },
    {
      name: 'WhatsApp: CPU per message',
      value: median(own),
      unit: 'ms',
      note: `${PER_SECOND} a second; ${range(own)}`,
    },
    { name: 'WhatsApp: bare Baileys per message', value: median(bare), unit: 'ms', note: range(bare) },
    { name: 'WhatsApp: PostgreSQL per message', value: median(all((run) => run.ours.serverPerMessage)), unit: 'ms' },
    // Not of the bare one: when many come at once, it loses its ratchets.
    { name: 'WhatsApp: messages taken in a second', value: await intake(ours, settings.flood), unit: '/s' },
  ];
}

interface Scene {
  readonly bot: LinkedBot;
  readonly people: readonly WhatsAppPerson[];
}

const gathered = async (bot: LinkedBot, { people }: WhatsAppSettings): Promise<Scene> => ({
  bot,
  people: await Promise.all(Array.from({ length: people }, () => bot.whatsapp.contact())),
});

async function talk({ people }: Scene, each: number): Promise<void> {
  const began = performance.now();
  await Promise.all(
    people.map(async (person, place) => {
      for (let n = 0; n < each; n += 1) {
        const due = began + ((n * people.length + place) * 1000) / PER_SECOND;
        await pause(Math.max(0, due - performance.now()));
        const before = await person.receives();
        await person.says(WORD);
        await person.next(before.length + 1);
      }
    }),
  );
}

async function measured(scene: Scene, { each }: WhatsAppSettings): Promise<Run> {
  const { bot, people } = scene;
  const serverBefore = (await bot.serverCpu?.()) ?? 0;
  const before = cpuOf(bot.pid);
  await talk(scene, each);
  await pause(TAIL_MS);
  const messages = people.length * each;
  const server = ((await bot.serverCpu?.()) ?? 0) - serverBefore;
  return { perMessage: (cpuOf(bot.pid) - before) / messages, serverPerMessage: server / messages };
}

/** Messages a second, from the first that is sent until the last is acknowledged: ours has it kept by then. */
async function intake({ bot, people }: Scene, count: number): Promise<number> {
  const began = performance.now();
  await Promise.all(
    people.map(async (person) => {
      for (let n = 0; n < count / people.length; n += 1) await person.says(WORD);
    }),
  );
  await bot.whatsapp.settled();
  return (count / (performance.now() - began)) * 1000;
}
