import type { Removed } from '../../domain/evidence.ts';

/** Names of properties (XMP specification, parts 1 and 2; IPTC photo metadata), wherever they stand in the packet. */
const NAMES: readonly (readonly [Removed, RegExp])[] = [
  ['place', /GPS[A-Z]|photoshop:(City|State|Country)|LocationCreated|LocationShown|CountryCode|Iptc4xmpCore:Location/],
  ['time', /(Create|Modify|Metadata)Date|DateCreated|DateTime|DateAcquired|GPSTimeStamp|stEvt:when/],
  [
    'device',
    /tiff:(Make|Model|Software)|CreatorTool|SerialNumber|softwareAgent|aux:|exifEX:Lens|MicrosoftPhoto:Camera/,
  ],
  [
    'author',
    /dc:(creator|rights|contributor|publisher)|photoshop:(Author|Credit|CaptionWriter)|xmpRights:|Creator(?!Tool)|Owner|Artist/,
  ],
];

/** What a packet of XMP tells. One in which nothing is recognised is `other`: something was there. */
export function findInXmp(packet: Buffer): readonly Removed[] {
  const text = packet.toString('latin1');
  const found = NAMES.flatMap(([removed, names]) => (names.test(text) ? [removed] : []));
  return found.length === 0 ? ['other'] : found;
}
