import { LARGEST_PIECE } from '../../domain/evidence.ts';

export const MEGABYTE = 1024 * 1024;

/** Bytes of a file that can be attached: more than the bot takes, so that one can see what it says then. */
export const LARGEST_UPLOAD = LARGEST_PIECE + MEGABYTE;
