/** What a person attaches in a transcript, and what comes of it. */
import type { EvidenceFault, EvidenceKind, Piece } from '../../src/domain/evidence.ts';

const MEGABYTE = 1024 * 1024;

export interface Attached {
  readonly kind: EvidenceKind;
  readonly becomes: Piece | EvidenceFault;
  /** Bytes, where the platform tells another size than the file in the test has. */
  readonly told?: number;
  /** What is written under it. */
  readonly words?: string;
  /** The platform has it no more when it is to be fetched. */
  readonly lost?: true;
}

/** What a photo with everything in it becomes. */
const CLEAN_PHOTO: Piece = {
  kind: 'photo',
  type: 'image/jpeg',
  extension: 'jpg',
  cleaned: true,
  removed: ['place', 'time', 'device', 'author', 'other'],
};
const AS_IT_IS = { cleaned: false, removed: [] } as const;
const VOICE: Piece = { kind: 'audio', type: 'audio/ogg', extension: 'ogg', ...AS_IT_IS };
const VIDEO: Piece = { kind: 'video', type: 'video/mp4', extension: 'mp4', ...AS_IT_IS };

const NAMES = [
  'photo',
  'plain photo',
  'photo with words',
  'photo with a long story',
  'voice note',
  'long video',
  'too long video',
  'lost video',
  'empty photo',
  'damaged photo',
  'vast photo',
  'slow photo',
  'heavy photo',
] as const;
export type AttachmentName = (typeof NAMES)[number];
export const ATTACHMENT_NAMES: typeof NAMES = NAMES;

export const ATTACHMENTS: Readonly<Record<AttachmentName, Attached>> = {
  photo: { kind: 'photo', becomes: CLEAN_PHOTO },
  'plain photo': { kind: 'photo', becomes: { ...CLEAN_PHOTO, removed: [] } },
  'photo with words': { kind: 'photo', becomes: CLEAN_PHOTO, words: 'Pak Camat di kiri, kaus di <meja>.' },
  'photo with a long story': { kind: 'photo', becomes: CLEAN_PHOTO, words: 'Lalu kaus dibagi lagi. '.repeat(50) },
  'voice note': { kind: 'audio', becomes: VOICE },
  'long video': { kind: 'video', becomes: VIDEO, told: 18 * MEGABYTE },
  'too long video': { kind: 'video', becomes: 'too_large', told: 40 * MEGABYTE },
  'lost video': { kind: 'video', becomes: 'failed', lost: true },
  'empty photo': { kind: 'photo', becomes: 'empty' },
  'damaged photo': { kind: 'photo', becomes: 'damaged' },
  'vast photo': { kind: 'photo', becomes: 'too_many_pixels' },
  'slow photo': { kind: 'photo', becomes: 'took_too_long' },
  'heavy photo': { kind: 'photo', becomes: 'too_heavy' },
};

export const isAttachment = (name: string): name is AttachmentName => NAMES.some((one) => one === name);
