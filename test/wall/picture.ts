/** A picture as a phone takes it: with the place, the phone's number and its owner in it. */
import sharp from 'sharp';
import type { Mark } from '../privacy/marks.ts';

/** Longer than any index of a picture's tags. */
const GPS_BYTES = 24;

export interface Picture {
  readonly bytes: Buffer;
  /** What one would recognise it by, but for its owner. */
  readonly marks: readonly Mark[];
}

export interface Camera {
  readonly owner: string;
  readonly serial: string;
  /** Tells where it was taken: a whole number of five digits. */
  readonly seconds: number;
  /** Two pictures of different shades are different ones; 0 to 255. */
  readonly shade: readonly [green: number, blue: number];
}

export async function picture({ owner, serial, seconds, shade: [g, b] }: Camera): Promise<Picture> {
  const bytes = await sharp({ create: { width: 48, height: 32, channels: 3, background: { r: 9, g, b } } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Kamera', Artist: owner },
      IFD2: { BodySerialNumber: serial },
      IFD3: {
        GPSLatitudeRef: 'S',
        GPSLatitude: `7/1 58/1 ${seconds}/1009`,
        GPSLongitude: `112/1 37/1 ${seconds}/997`,
      },
    })
    .toBuffer();
  const place = rationals(bytes, [7, 1, 58, 1, seconds, 1009]);
  const marks = [
    { what: 'serial number', text: serial },
    { what: 'place', text: `${seconds}/1009`, bytes: place },
  ];
  return { bytes, marks };
}

/** Numbers as the tags of a picture hold them, in the order of bytes that this one has. */
function rationals(bytes: Buffer, numbers: readonly number[]): Buffer {
  const [little, big] = [Buffer.alloc(GPS_BYTES), Buffer.alloc(GPS_BYTES)];
  numbers.forEach((one, n) => {
    little.writeUInt32LE(one, n * 4);
    big.writeUInt32BE(one, n * 4);
  });
  const held = [little, big].find((one) => bytes.includes(one));
  if (!held) throw new Error('the picture does not have its place in it');
  return held;
}
