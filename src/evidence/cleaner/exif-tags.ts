/** Tags of Exif (CIPA DC-008, annex of tags; exiftool.org/TagNames/EXIF.html for those of others), by what they give away. */
import type { Removed } from '../../domain/evidence.ts';

/** Tags that point to another directory. */
export const POINTERS: Readonly<Record<number, 'main' | 'gps'>> = { 34665: 'main', 34853: 'gps', 40965: 'main' };

/** In the directory of GPS: its version says nothing; the time and the day of the fix. Everything else is about a place. */
export const GPS_VERSION = 0;
export const GPS_TIMES: ReadonlySet<number> = new Set([7, 29]);

const TIME = new Set([
  306, // DateTime
  36867, // DateTimeOriginal
  36868, // DateTimeDigitized
  36880, // OffsetTime, and those of the other two
  36881,
  36882,
  37520, // SubSecTime, and those of the other two
  37521,
  37522,
  34858, // TimeZoneOffset
  50971, // PreviewDateTime
]);

const DEVICE = new Set([
  271, // Make
  272, // Model
  305, // Software
  316, // HostComputer
  11, // ProcessingSoftware
  37500, // MakerNote: serial numbers, counters, whatever a maker likes
  42016, // ImageUniqueID: phones put their build in
  42033, // BodySerialNumber
  42034, // LensSpecification, make, model, serial number
  42035,
  42036,
  42037,
  42041, // CameraFirmware, and the three kinds of software of Exif 3
  42042,
  42043,
  42044,
  50708, // UniqueCameraModel
  50735, // CameraSerialNumber
]);

const AUTHOR = new Set([
  315, // Artist
  33432, // Copyright
  40093, // XPAuthor
  42032, // CameraOwnerName
  42039, // Photographer
  42040, // ImageEditor
]);

/** How the pixels are laid out and to be shown: what every picture has, and what nobody would miss. */
const LAYOUT = new Set([
  256, 257, 258, 259, 262, 273, 274, 277, 278, 279, 282, 283, 284, 296, 318, 319, 513, 514, 529, 530, 531, 532,
  // Versions, components, colour space, size; in the directory for interoperability, its two.
  36864, 37121, 40960, 40961, 40962, 40963, 1, 2,
]);

/** What a tag outside the directory of GPS gives away. */
export function tagFind(tag: number): readonly Removed[] {
  if (TIME.has(tag)) return ['time'];
  if (DEVICE.has(tag)) return ['device'];
  if (AUTHOR.has(tag)) return ['author'];
  return LAYOUT.has(tag) ? [] : ['other'];
}
