/** The bytes of what people attach in transcripts. */
import type { Examiner } from '../../src/evidence/examiner.ts';
import { claimingPng, comment, picture, withSegments } from '../evidence/files.ts';
import type { AttachmentName } from '../support/attachments.ts';

const EXIF = {
  IFD0: { Make: 'contoh', Artist: 'contoh', DateTime: '2026:11:16 10:00:00' },
  IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '7/1 58/1 4200/100', GPSLongitudeRef: 'E', GPSLongitude: '112/1 37/1 0/1' },
};
const plain = (): Promise<Buffer> => picture().jpeg().toBuffer();
/** With everything in it that is taken away. */
const telling = async (): Promise<Buffer> =>
  withSegments(await picture().withExif(EXIF).jpeg().toBuffer(), comment('contoh'));
const BYTES: Partial<Record<AttachmentName, () => Promise<Buffer> | Buffer>> = {
  photo: telling,
  'photo with words': telling,
  'photo with a long story': telling,
  'plain photo': plain,
  'empty photo': () => Buffer.alloc(0),
  'damaged photo': async () => (await plain()).subarray(0, 300),
  'vast photo': () => claimingPng(9000, 7000, 1),
};

export const bytesOf = (name: AttachmentName): Promise<Uint8Array> =>
  Promise.resolve(BYTES[name]?.() ?? Buffer.from(`contoh: ${name}`));

/** Two faults that would take a test minutes and gigabytes. */
const WEARING = new Map([
  ['contoh: slow photo', 'took_too_long'],
  ['contoh: heavy photo', 'too_heavy'],
] as const);

/** An examiner that gives up on what stands for a photo it cannot bear. */
export const worn = (examiner: Examiner): Examiner => ({
  pid: examiner.pid,
  close: () => examiner.close(),
  examine: async (bytes, signal) => {
    const said = Buffer.from(bytes.subarray(0, 50)).toString();
    for (const [name, fault] of WEARING) if (said === name) return { ok: false, fault };
    return examiner.examine(bytes, signal);
  },
});
