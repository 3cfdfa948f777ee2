/**
 * What a sealed report says once it is open. Anybody who can write to the database can seal to a unit, so nothing in it is
 * taken for what it says: whatever has another shape is handed over as it stands.
 */
import { z } from 'zod';
import { parseIsoDay } from '../../domain/election.ts';
import { REMOVED } from '../../domain/evidence.ts';
import { readJson } from '../../domain/json.ts';
import { REPORTED_KINDS, REPORTED_ROLES } from '../../domain/report-body.ts';
import { AgeError, type Identity, openWith } from '../../secrecy/age.ts';

const day = z.string().refine((value) => parseIsoDay(value) !== undefined);
const piece = z.object({
  kind: z.enum(['photo', 'video', 'audio', 'document']),
  type: z.string(),
  extension: z.string(),
  cleaned: z.boolean(),
  removed: z.array(z.enum(REMOVED)),
});
const note = z.union([
  z.object({ link: z.string(), words: z.string().exactOptional() }),
  z.object({ id: z.string(), piece, original: z.string().exactOptional(), words: z.string().exactOptional() }),
]);
const bodyShape = z.object({
  version: z.literal(1),
  brief: z.boolean(),
  category: z.string(),
  area: z.string().exactOptional(),
  village: z.string().exactOptional(),
  link: z.string().exactOptional(),
  reported: z.string().exactOptional(),
  kind: z.enum(REPORTED_KINDS),
  role: z.enum(REPORTED_ROLES),
  account: z.string(),
  happened: z.object({ day, time: z.string().exactOptional(), about: z.literal(true).exactOptional() }).exactOptional(),
  knownOn: day.exactOptional(),
  knownAbout: z.literal(true).exactOptional(),
  more: z.string().exactOptional(),
  evidence: z.array(note),
});
const letterShape = z.object({
  version: z.literal(1),
  /** Which letter of its report it is; earlier ones do not say. */
  nth: z.int().exactOptional(),
  text: z.string(),
  evidence: z.array(note),
});

export type OpenedNote = z.infer<typeof note>;
export type OpenedBody = z.infer<typeof bodyShape>;
export type OpenedLetter = z.infer<typeof letterShape>;

/** `json`: what was sealed, without what hid its length. `told`: the same, read; absent when it has another shape. */
export interface Opened<T> {
  readonly json: string;
  readonly told?: T;
}

/** @throws AgeError when it does not open with this key */
export const openBody = (identity: Identity, sealed: Uint8Array): Promise<Opened<OpenedBody>> =>
  opened(identity, sealed, bodyShape);

/** A letter of the reporter's; `undefined` when it does not open with this key. */
export async function openLetter(identity: Identity, sealed: Uint8Array): Promise<Opened<OpenedLetter> | undefined> {
  try {
    return await opened(identity, sealed, letterShape);
  } catch (error) {
    if (error instanceof AgeError) return undefined;
    throw error;
  }
}

async function opened<T>(identity: Identity, sealed: Uint8Array, shape: z.ZodType<T>): Promise<Opened<T>> {
  const json = Buffer.from(await openWith(identity, sealed))
    .toString('utf8')
    .trimEnd();
  const read = shape.safeParse(readJson(json));
  return { json: `${json}\n`, ...(read.success ? { told: read.data } : {}) };
}
