import type { OutgoingFile } from '../channel.ts';

/** What a page is told a file is. Never what a sender says it is: a page of theirs would be one of ours. */
export type ShownType = OutgoingFile['type'] | 'image/gif' | 'image/webp';

/** In hexadecimal. */
const BEGINNINGS: readonly (readonly [type: ShownType, beginning: RegExp])[] = [
  ['image/jpeg', /^ffd8ff/],
  ['image/png', /^89504e470d0a1a0a/],
  ['image/gif', /^474946383[79]61/],
  ['image/webp', /^52494646.{8}57454250/],
];

/** The kind of picture that bytes begin as, among those that every browser draws and that can do nothing but be drawn. */
export function drawableType(bytes: Uint8Array): ShownType | undefined {
  const beginning = Buffer.from(bytes.subarray(0, 12)).toString('hex');
  return BEGINNINGS.find(([, pattern]) => pattern.test(beginning))?.[0];
}
