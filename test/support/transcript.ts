/**
 * Golden conversations. A transcript says what a person does and which messages (keys of `locales`) they hear:
 *
 *     - says: IKRAR
 *       hears: pledge.welcome, pledge.nip_ask [contact]
 *     - taps: agree            # the id of a choice of the present question
 *     - presses: agree         # the same on the first button that ever had this id: one of an earlier conversation
 *     - shares: own            # a contact: their own, the same forwarded, somebody else's, or with another number
 *     - sends: sticker
 *     - later: 25h             # time passes
 *     - happens: withdrawn     # somebody else does something
 *
 * `UPDATE=1 npx vitest run test/engine/transcripts` writes what is heard; read it before you keep it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Session } from '../../src/engine/types.ts';
import type { I18n } from '../../src/i18n.ts';
import { day, ELECTION, LATER, MemoryWorld, NEW_IKRAR, PAKTA, SARI } from './world.ts';

/**
 * What somebody else does meanwhile: an operator withdraws the pledges there are, or adds a version of the ikrar or the pakta;
 * a deploy takes away the conversation that is open; certificates cannot be made.
 */
const HAPPENINGS = ['withdrawn', 'new ikrar', 'new pakta', 'conversation gone', 'no certificates'] as const;
export type Happening = (typeof HAPPENINGS)[number];

const line = z
  .object({
    says: z.string().exactOptional(),
    taps: z.string().exactOptional(),
    presses: z.string().exactOptional(),
    shares: z.enum(['own', 'forwarded', 'other', 'mismatch']).exactOptional(),
    sends: z.enum(['media', 'sticker', 'edited', 'unreadable']).exactOptional(),
    later: z
      .string()
      .regex(/^\d+h$/)
      .exactOptional(),
    happens: z.enum(HAPPENINGS).exactOptional(),
    hears: z.union([z.string(), z.array(z.string())]).exactOptional(),
  })
  .strict();

const transcript = z
  .object({
    about: z.string(),
    /**
     * What is special: a pakta; no open election, one that opens later in its place, or another one that is open longer; no
     * number on the roster; a number known to the channel.
     */
    given: z
      .array(z.enum(['pakta', 'no election', 'next election', 'another election', 'known number', 'no number']))
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

/** The world a transcript begins in. */
export function worldOf({ given }: Transcript, i18n: I18n): MemoryWorld {
  const world = new MemoryWorld(i18n);
  if (given.includes('pakta')) world.documents.push(PAKTA);
  if (given.includes('no election')) world.elections = [];
  if (given.includes('next election')) {
    world.elections = [{ ...ELECTION, pledgeOpens: day('2026-11-20') }];
  }
  if (given.includes('another election')) world.elections.push(LATER);
  if (given.includes('no number')) {
    const { phone: _, ...sari } = SARI;
    world.people = [sari];
  }
  return world;
}

/** What it changes in the world. */
export function happenIn(world: MemoryWorld, what: Happening): void {
  if (what === 'withdrawn') world.withdraw();
  if (what === 'new ikrar') world.documents.push(NEW_IKRAR);
  if (what === 'new pakta') world.documents.push(PAKTA);
}

/** The session as a deploy finds it that has taken away the conversation which is open. */
export const withoutFlow = (session: Session): Session => ({
  ...session,
  frames: session.frames.map((frame) => ({ ...frame, flow: 'gone' })),
});
