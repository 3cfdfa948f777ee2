/**
 * Golden conversations. A transcript says what a person does and which messages (keys of `locales`) they hear:
 *
 *     - says: IKRAR
 *       hears: pledge.welcome, pledge.nip_ask [contact]
 *     - taps: agree            # the id of a choice of the present question
 *     - presses: agree         # the same on the first button that ever had this id: one of an earlier conversation
 *     - shares: own            # a contact: their own, the same forwarded, somebody else's, or with another number
 *     - sends: sticker
 *     - attaches: photo        # a file, of those in attachments.ts
 *     - later: 25h             # time passes; 20m too
 *     - happens: withdrawn     # somebody else does something
 *
 * A line with `on: buttons` answers what is asked only where both sides can be erased.
 *
 * `UPDATE=1 npm test -- test/engine/transcripts` writes what is heard; read it before you keep it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { News, Session } from '../../src/engine/types.ts';
import type { I18n } from '../../src/i18n.ts';
import { ATTACHMENT_NAMES } from './attachments.ts';
import { filedBefore, UNIT } from './desk.ts';
import { day, ELECTION, LATER, MemoryWorld, NEW_IKRAR, PAKTA, SARI } from './world.ts';

/**
 * What somebody else does meanwhile: an operator withdraws the pledges there are, or adds a version of the ikrar or the pakta;
 * a deploy takes away the conversation that is open; certificates cannot be made.
 */
const HAPPENINGS = ['withdrawn', 'new ikrar', 'new pakta', 'conversation gone', 'no certificates'] as const;
/**
 * The same on the report side: the evidence that was sent is looked into; officers write to every reporter, and say where a
 * report stands; whoever watches is told; the reporter withdraws from another phone; nobody takes reports, or the key of the
 * unit is not its own, or is again; the conversation is erased as was asked for.
 */
const REPORT_HAPPENINGS = [
  'examined',
  'officers write',
  'ditelaah',
  'ditindaklanjuti',
  'diteruskan',
  'selesai',
  'watchers told',
  'report withdrawn',
  'no unit',
  'key in question',
  'key in order',
  'erased',
] as const;
export type ReportHappening = (typeof REPORT_HAPPENINGS)[number];
export type Happening = (typeof HAPPENINGS)[number] | ReportHappening;

export const isOfReports = (what: Happening): what is ReportHappening => REPORT_HAPPENINGS.some((one) => one === what);

const line = z
  .object({
    says: z.string().exactOptional(),
    taps: z.string().exactOptional(),
    presses: z.string().exactOptional(),
    shares: z.enum(['own', 'forwarded', 'other', 'mismatch']).exactOptional(),
    sends: z.enum(['media', 'sticker', 'edited', 'unreadable', 'call', 'view once']).exactOptional(),
    attaches: z.enum(ATTACHMENT_NAMES).exactOptional(),
    later: z
      .string()
      .regex(/^\d+[hm]$/)
      .exactOptional(),
    happens: z.enum([...HAPPENINGS, ...REPORT_HAPPENINGS]).exactOptional(),
    /** An answer to what is asked only there. */
    on: z.literal('buttons').exactOptional(),
    hears: z.union([z.string(), z.array(z.string())]).exactOptional(),
  })
  .strict();

const transcript = z
  .object({
    about: z.string(),
    /**
     * What is special: a pakta; no open election, one that opens later in its place, one whose pledge closes before masa tenang
     * while the next one is elsewhere, or another one that is open longer; no number on the roster; a number known to the channel;
     * a region whose kecamatan are typed; a law that leaves one day for a formal report; reports that were filed before, under the
     * first codes of desk.ts.
     */
    given: z
      .array(
        z.enum([
          'pakta',
          'no election',
          'next election',
          'closes early',
          'another election',
          'known number',
          'no number',
          'large region',
          'one day',
          'a report',
          'two reports',
        ]),
      )
      .default([]),
    /** Which kind of channel it can happen on; both when absent. */
    on: z.enum(['buttons', 'numbers']).exactOptional(),
    talk: z.array(line),
  })
  .strict();

export type Line = z.infer<typeof line>;
export type Transcript = z.infer<typeof transcript> & { readonly name: string; readonly file: URL };

const FOLDER = new URL('../transcripts/', import.meta.url);

export const readTranscripts = (): readonly Transcript[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const file = new URL(name, FOLDER);
      return { ...transcript.parse(parse(readFileSync(file, 'utf8'))), name: name.slice(0, -5), file };
    });

/** Those that can happen on this kind of channel, and what is done in them there. */
export const transcriptsOf = (style: 'buttons' | 'numbers'): readonly Transcript[] =>
  readTranscripts()
    .filter(({ on }) => on === undefined || on === style)
    .map((one) => ({ ...one, talk: one.talk.filter(({ on }) => on === undefined || on === style) }));

/** The world a transcript begins in. */
export function worldOf({ given }: Transcript, i18n: I18n): MemoryWorld {
  const world = new MemoryWorld(i18n);
  if (given.includes('pakta')) world.documents.push(PAKTA);
  if (given.includes('no election')) world.elections = [];
  if (given.includes('next election')) {
    world.elections = [{ ...ELECTION, pledgeOpens: day('2026-11-20') }];
  }
  if (given.includes('closes early')) {
    const next = { ...LATER, region: 'Kabupaten Malang', pledgeOpens: day('2026-12-01') };
    world.elections = [{ ...ELECTION, pledgeCloses: day('2026-11-18') }, next];
  }
  if (given.includes('another election')) world.elections.push(LATER);
  if (given.includes('no number')) {
    const { phone: _, ...sari } = SARI;
    world.people = [sari];
  }
  if (given.includes('one day')) world.formal = { ...world.formal, pilkada: { form: 'Formulir Contoh', days: 1 } };
  if (given.includes('large region')) world.elections = [{ ...ELECTION, region: 'Kabupaten Malang' }];
  for (let n = 0; n < reportsBefore(given); n += 1)
    world.desk.apply(filedBefore(world.random.receipt(), UNIT.id, world.now));
  return world;
}

/** How many reports there are already. */
export function reportsBefore(given: Transcript['given']): number {
  if (given.includes('two reports')) return 2;
  return given.includes('a report') ? 1 : 0;
}

/** A time in ms: `25h`, `20m`. */
export const readPause = (later: string): number =>
  Number.parseInt(later, 10) * (later.endsWith('h') ? 3_600_000 : 60_000);

/** What it changes in the world; returns what the conversation hears of it. */
export function happenIn(world: MemoryWorld, what: Happening): readonly News[] {
  const { desk } = world;
  switch (what) {
    case 'withdrawn':
      world.withdraw();
      return [];
    case 'new ikrar':
      world.documents.push(NEW_IKRAR);
      return [];
    case 'new pakta':
      world.documents.push(PAKTA);
      return [];
    case 'examined':
      return desk.examine();
    case 'officers write':
      desk.write();
      return [];
    case 'report withdrawn':
      desk.set('dicabut');
      return [];
    case 'no unit':
    case 'key in question':
      desk.units = [];
      return [];
    case 'key in order':
      desk.units = [UNIT];
      return [];
    case 'conversation gone':
    case 'no certificates':
    case 'watchers told':
    case 'erased':
      return [];
    default:
      desk.set(what);
      return [];
  }
}

/** The session as a deploy finds it that has taken away the conversation which is open. */
export const withoutFlow = (session: Session): Session => ({
  ...session,
  frames: session.frames.map((frame) => ({ ...frame, flow: 'gone' })),
});
