/** What a content becomes for those who get it: an allow-list, so that nothing new is ever offered to open by accident. */
import type { EvidenceKind, Piece } from '../domain/evidence.ts';

type Kind = Pick<Piece, 'kind' | 'type' | 'extension'>;

/** For each kind: the sort (an extension of file-type, or one of `cleaner/sniff.ts`), the media type, the extension if another. */
const TABLE: Readonly<Record<EvidenceKind, readonly (readonly [sort: string, type: string, extension?: string])[]>> = {
  // Animations, and what we cannot or do not decode.
  photo: [
    ['gif', 'image/gif'],
    ['webp', 'image/webp'],
    ['apng', 'image/apng', 'png'],
    ['avif', 'image/avif'],
    ['heic', 'image/heic'],
    ['tif', 'image/tiff'],
    ['bmp', 'image/bmp'],
    ['jxl', 'image/jxl'],
    ['dng', 'image/x-adobe-dng'],
  ],
  video: [
    ['mp4', 'video/mp4'],
    ['m4v', 'video/mp4', 'mp4'],
    ['mov', 'video/quicktime'],
    ['3gp', 'video/3gpp'],
    ['3g2', 'video/3gpp2'],
    ['webm', 'video/webm'],
    ['mkv', 'video/matroska'],
    ['avi', 'video/vnd.avi'],
    ['mpg', 'video/mpeg'],
    ['mts', 'video/mp2t'],
    ['asf', 'video/x-ms-asf', 'wmv'],
    ['ogv', 'video/ogg'],
  ],
  audio: [
    ['opus', 'audio/ogg', 'ogg'],
    ['ogg', 'audio/ogg'],
    ['oga', 'audio/ogg', 'ogg'],
    ['spx', 'audio/ogg', 'ogg'],
    ['mp3', 'audio/mpeg'],
    ['m4a', 'audio/mp4'],
    ['aac', 'audio/aac'],
    ['amr', 'audio/amr'],
    ['wav', 'audio/wav'],
    ['flac', 'audio/flac'],
    ['caf', 'audio/x-caf'],
  ],
  // A chat that WhatsApp exported comes as ZIP. Files with macros are not in here.
  document: [
    ['pdf', 'application/pdf'],
    ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['pptx', 'application/vnd.openxmlformats-officedocument.presentationml.presentation'],
    ['odt', 'application/vnd.oasis.opendocument.text'],
    ['ods', 'application/vnd.oasis.opendocument.spreadsheet'],
    ['odp', 'application/vnd.oasis.opendocument.presentation'],
    ['doc', 'application/msword'],
    ['xls', 'application/vnd.ms-excel'],
    ['ppt', 'application/vnd.ms-powerpoint'],
    ['zip', 'application/zip'],
  ],
};

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ...rows('photo'),
  ...rows('video'),
  ...rows('audio'),
  ...rows('document'),
]);

/** HTML, SVG, scripts, programs, and whatever else nobody recognised. */
const UNKNOWN: Kind = { kind: 'document', type: 'application/octet-stream', extension: 'bin' };

/** What is sent on as it came. */
export const kindOf = (sort: string): Kind => KINDS.get(sort) ?? UNKNOWN;

/** What is sent on after a cleaning. */
export const CLEANED: Readonly<Record<'jpeg' | 'png', Kind>> = {
  jpeg: { kind: 'photo', type: 'image/jpeg', extension: 'jpg' },
  png: { kind: 'photo', type: 'image/png', extension: 'png' },
};

function rows(kind: EvidenceKind): [string, Kind][] {
  return TABLE[kind].map(([sort, type, extension = sort]) => [sort, { kind, type, extension }]);
}
