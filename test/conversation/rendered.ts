/**
 * Golden conversations as a person sees them, on a real channel and in a language: every transcript is played, and what
 * stands on the phone after each act is kept in `test/transcripts/rendered/<transcript>.<language>.<channel>.md`.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Arrival, Channel, Outgoing, Receive } from '../../src/channels/channel.ts';
import { LANGUAGES, type Language } from '../../src/domain/message.ts';
import type { Person as RosterPerson } from '../../src/domain/pledge.ts';
import type { Examiner } from '../../src/evidence/examiner.ts';
import { ATTACHMENTS, type AttachmentName } from '../support/attachments.ts';
import type { Bubble, Harness, Person, Platform, Sending } from '../support/contract-harness.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { receipts } from '../support/desk.ts';
import { emptyDatabase, fillDatabase } from '../support/roster.ts';
import { calendarOf, i18n, type Service, service } from '../support/shell.ts';
import {
  happenIn,
  isOfReports,
  type Line,
  readPause,
  reportsBefore,
  type Transcript,
  transcriptsOf,
  worldOf,
} from '../support/transcript.ts';
import { BUDI, type MemoryWorld, phone, SARI } from '../support/world.ts';
import { bytesOf } from './attached.ts';
import { Bureau, examinerOf, jobsOf } from './bureau.ts';
import { Meanwhile } from './happenings.ts';
import { showBubble } from './shown.ts';

const SENDINGS = { media: 'photo', sticker: 'sticker', edited: 'edit', unreadable: 'voice' } as const;
const CONTACTS = {
  own: 'own contact',
  mismatch: 'own contact',
  forwarded: 'forwarded contact',
  other: 'other contact',
} as const;
const ANOTHER_NUMBER = phone('+6281200008888');

/** Plays all transcripts that can happen on this channel. */
export function renderedOn(
  name: string,
  style: 'buttons' | 'numbers',
  harness: Harness,
  languages: readonly Language[] = LANGUAGES,
): void {
  describe.each(languages)(`on ${name}, in %s`, (language) => {
    let database: TestDatabase;
    let platform: Platform;
    let examiner: Examiner;
    /** Whose turns the channel hands its messages to: each transcript has its own world. */
    let receive: Receive = () => Promise.reject(new Error('nobody listens'));
    beforeAll(async () => {
      [database, platform] = await Promise.all([testDatabase(), harness.open()]);
      examiner = examinerOf();
      await platform.channel.start((arrival) => receive({ ...arrival, language }));
    });
    afterAll(async () => {
      await platform.channel.stop();
      await platform.close();
      await examiner.close();
      await database.close();
    });

    test.each(transcriptsOn(style, harness).map((one) => [one.name, one] as const))('%s', async (_, transcript) => {
      const world = worldOf(transcript, i18n);
      const { channel, offered } = remember(platform.channel);
      const person = await platform.person();
      const now = () => world.now;
      const { db } = database;
      const meanwhile = new Meanwhile(db, person, now);
      const receipt = receipts(reportsBefore(transcript.given));
      const house = service(db, calendarOf(world), now, channel, { file: meanwhile.file, receipt });
      const bureau = new Bureau({ db, epochs: house.epochs, now, ...jobsOf(db, house, channel, now, examiner) });
      const phone = new Phone(person, house, platform, offered);
      receive = (arrival) => house.turns.receive(asTold(arrival, phone));
      const seen = await play({ database, platform, person, world, phone, meanwhile, bureau }, transcript);
      const file = `../transcripts/rendered/${transcript.name}.${language}.${name}.md`;
      await expect(seen).toMatchFileSnapshot(file);
    });
  });
}

/** The transcripts that can happen here: of this style, and with nothing its phones cannot send. */
const transcriptsOn = (style: 'buttons' | 'numbers', { sendings }: Harness): readonly Transcript[] =>
  transcriptsOf(style).filter(({ talk }) =>
    talk.every((line) => {
      const sending = sendingOf(line);
      // Only WhatsApp rings, and keeps back what may be seen once: see there.
      return !isOfWhatsApp(line) && (sending === undefined || sendings.includes(sending));
    }),
  );

function sendingOf({ shares, sends }: Line): Sending | undefined {
  if (shares !== undefined) return CONTACTS[shares];
  return sends === undefined || sends === 'call' || sends === 'view once' ? undefined : SENDINGS[sends];
}

const isOfWhatsApp = ({ sends }: Line): boolean => sends === 'call' || sends === 'view once';

interface Stage {
  readonly database: TestDatabase;
  readonly platform: Platform;
  readonly person: Person;
  readonly world: MemoryWorld;
  readonly phone: Phone;
  readonly meanwhile: Meanwhile;
  readonly bureau: Bureau;
}

/** A file as its platform would tell of it: with its real size and the words under it, or one that it does not have any more. */
function asTold(arrival: Arrival, { attached }: Phone): Arrival {
  const { act } = arrival;
  if (act.kind !== 'media' || attached === undefined) return arrival;
  const { told, words, lost } = ATTACHMENTS[attached];
  const size = told === undefined ? {} : { size: told };
  const more = { ...size, ...(words ? { words } : {}), ...(lost ? { ref: 'lost' } : {}) };
  return { ...arrival, act: { ...act, media: { ...act.media, ...more } } };
}

async function play(stage: Stage, transcript: Transcript): Promise<string> {
  const { database, platform, person, world, phone, meanwhile, bureau } = stage;
  await emptyDatabase(database.db);
  await fillDatabase(database.db, [sari(transcript, platform.channel, person), BUDI], world.documents);
  await bureau.open(transcript);
  const page = [`# ${transcript.about}`];
  for (const line of transcript.talk) {
    if (line.later) {
      world.now += readPause(line.later);
      page.push(`*${line.later} later*`);
      continue;
    }
    if (line.shares === 'mismatch') {
      await emptyDatabase(database.db, 'roster');
      await fillDatabase(database.db, [{ ...SARI, phone: ANOTHER_NUMBER }, BUDI], world.documents);
    }
    if (line.happens) {
      happenIn(world, line.happens);
      await (isOfReports(line.happens) ? bureau.happens(line.happens) : meanwhile.happens(line.happens));
      page.push(`*meanwhile: ${line.happens}*`, ...(await phone.shows(line.happens === 'erased')));
      continue;
    }
    page.push(...(await phone.does(line)));
    // Where the platform does not tell the number by itself, it is shared when asked for.
    const shares = transcript.given.includes('known number') && platform.channel.abilities.has('contact');
    if (shares && line.says === SARI.nip) page.push(...(await phone.does({ shares: 'own' })));
  }
  const { length } = await person.sees();
  return `${[...page, `*messages of the bot: ${length}*`].join('\n\n')}\n`;
}

/** The roster's Sari with the number of the phone that plays her, where the transcript wants it known. */
function sari({ given }: Transcript, channel: Channel, { phone: number }: Person): RosterPerson {
  const { phone: _, ...without } = SARI;
  if (given.includes('no number')) return without;
  const unknown = !channel.abilities.has('contact') && !given.includes('known number');
  return { ...without, phone: unknown ? ANOTHER_NUMBER : number };
}

/** The choices that were offered: those of each message, the newest last. */
type Offered = readonly Outgoing['choices'][];

/** The channel, with a note of what it offers. */
function remember(channel: Channel): { channel: Channel; offered: Offered } {
  const offered: Outgoing['choices'][] = [];
  const send: Channel['send'] = async (address, message) => {
    if (message.choices.length > 0) offered.push(message.choices);
    return channel.send(address, message);
  };
  return { channel: Object.assign(Object.create(channel), { send }), offered };
}

class Phone {
  private readonly person: Person;
  private readonly house: Service;
  private readonly platform: Platform;
  private readonly offered: Offered;
  private before: readonly Bubble[] = [];
  /** The file that is being sent. */
  attached: AttachmentName | undefined;

  constructor(person: Person, house: Service, platform: Platform, offered: Offered) {
    this.person = person;
    this.house = house;
    this.platform = platform;
    this.offered = offered;
  }

  /** Does what a line says; returns what it looks like, and what is new or changed on the phone. */
  async does(line: Line): Promise<string[]> {
    const did = await this.act(line);
    await expect.poll(() => this.platform.unacknowledged(), { timeout: 10_000, interval: 5 }).toBe(0);
    const fresh = await this.shows();
    const keyboard = await this.person.keyboard();
    return [
      `**${did}**`,
      ...fresh,
      ...(keyboard.length > 0 ? [`⌨ ${keyboard.map((key) => `[${key}]`).join(' ')}`] : []),
    ];
  }

  /** What is new or changed on the phone; all that is left, when something was erased. */
  async shows(erased = false): Promise<string[]> {
    await this.house.quiet();
    const now = await this.person.sees();
    const { before } = this;
    this.before = now;
    if (!erased && now.length >= before.length) return now.flatMap((bubble, n) => showChange(bubble, before[n]));
    const holds = await this.person.holds();
    return ['*left in the chat:*', ...holds.map(({ from, text }) => `${from}: ${text.split('\n')[0]}`)];
  }

  private async act(line: Line): Promise<string> {
    if (line.says !== undefined) {
      await this.person.says(line.says);
      return line.says;
    }
    if (line.taps !== undefined) return this.choose(line.taps, this.offered.at(-1) ?? []);
    if (line.presses !== undefined) return this.press(line.presses);
    if (line.attaches !== undefined) {
      this.attached = line.attaches;
      await this.person.attaches(ATTACHMENTS[line.attaches].kind, await bytesOf(line.attaches));
      return `(${line.attaches})`;
    }
    const sending = sendingOf(line);
    if (sending === undefined) return '…';
    await this.person.sends(sending);
    return `(${sending})`;
  }

  /** An old button that still stands somewhere: on a second device, or in a chat that was not loaded anew. */
  private async press(id: string): Promise<string> {
    const old = this.offered.flat().find((one) => one.data.endsWith(`:${id}`));
    if (!old) throw new Error(`no choice «${id}» was shown`);
    await this.person.taps(old.label, old.data);
    return `[${old.label}] (old)`;
  }

  private async choose(id: string, choices: Outgoing['choices']): Promise<string> {
    const at = choices.findIndex((one) => one.data.endsWith(`:${id}`));
    const label = choices[at]?.label;
    if (label === undefined) throw new Error(`no choice «${id}» was shown`);
    const keys = await this.person.keyboard();
    if (!this.platform.channel.abilities.has('buttons')) await this.person.says(String(at + 1));
    // A key of the keyboard types its label.
    else if (keys.includes(label)) await this.person.says(label);
    else await this.person.taps(label);
    return this.platform.channel.abilities.has('buttons') ? `[${label}]` : String(at + 1);
  }
}

/** Nothing, the whole message, or that its buttons are gone. */
function showChange(now: Bubble, before: Bubble | undefined): string[] {
  if (!before) return [showBubble(now)];
  if (showBubble(now) === showBubble(before)) return [];
  const [first] = now.text.split('\n');
  return showBubble({ ...before, buttons: [] }) === showBubble(now)
    ? [`*no buttons any more: «${first}»*`]
    : [showBubble(now)];
}
