/** A photo to attach when none is at hand, with all that a phone writes into one: made up, as is the place where it was taken. */
import type { Exif } from 'sharp';
import type { IncomingFile } from '../../channels/simulator/files.ts';

/** In front of an office that is nobody's: hills, a roof, a banner, people without faces. */
const SCENE = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="960" viewBox="0 0 1280 960">
  <defs>
    <linearGradient id="sky" x2="0" y2="1"><stop stop-color="#9fb4bf"/><stop offset="1" stop-color="#efe7d8"/></linearGradient>
    <linearGradient id="yard" x2="0" y2="1"><stop stop-color="#b9ad98"/><stop offset="1" stop-color="#8f8472"/></linearGradient>
  </defs>
  <rect width="1280" height="640" fill="url(#sky)"/>
  <path d="M0 470 190 330l150 90 210-190 190 170 150-80 390 210v100H0z" fill="#8d9ba0"/>
  <path d="M0 540q320-90 640-40t640-30v150H0z" fill="#77827c"/>
  <rect y="610" width="1280" height="350" fill="url(#yard)"/>
  <path d="M200 430 320 300h640l120 130z" fill="#6b4a3a"/>
  <path d="M330 300h620l-60-70H390z" fill="#7d5846"/>
  <rect x="250" y="430" width="780" height="215" fill="#e6dccb"/>
  <g fill="#f4eee2"><path d="M285 430h28v215h-28zM470 430h28v215h-28zM782 430h28v215h-28zM967 430h28v215h-28z"/></g>
  <g fill="#5a5d5f"><path d="M345 485h95v95h-95zM840 485h95v95h-95zM560 480h160v165H560z"/></g>
  <path d="M352 700V380M928 700V380" stroke="#4d4a45" stroke-width="12"/>
  <path d="M352 390q288 26 576 0v135q-288 26-576 0z" fill="#fbf8f1" stroke="#c9c0ae" stroke-width="4"/>
  <g fill="none" stroke="#4a4e55" stroke-width="13" stroke-linecap="round" stroke-linejoin="round">
    <path d="M476 432q-10-12-26-12-28 0-28 37t28 37q16 0 26-12M537 420q30 0 30 37t-30 37-30-37 30-37zM600 494v-74l46 74v-74M674 422h56M702 422v72"/>
    <path d="M776 420q30 0 30 37t-30 37-30-37 30-37zM836 420v74M836 457h46M882 420v74"/>
  </g>
  <g fill="#33373d">
    <path d="M150 900q-6-150 52-150t52 150zM330 920q-4-165 60-165t60 165zM575 905q-5-160 58-160t58 160zM800 925q-4-170 62-170t62 170zM1040 900q-5-155 55-155t55 155z"/>
  </g>
  <g fill="#b08d74">
    <circle cx="202" cy="712" r="38"/><circle cx="390" cy="714" r="42"/><circle cx="633" cy="704" r="40"/>
    <circle cx="862" cy="712" r="43"/><circle cx="1095" cy="706" r="38"/>
  </g>
  <g fill="#23252a"><path d="M348 704a42 42 0 0 1 84 0zM820 702a43 43 0 0 1 85 0zM164 704a38 38 0 0 1 76 0z"/></g>
  <g fill="#ddd3c2"><path d="M593 694a40 40 0 0 1 80 0l12 90H581zM1057 696a38 38 0 0 1 76 0l12 85h-100z"/></g>
</svg>`;

/** The square in the middle of Malang, on a morning of a campaign that never was. */
const TRACES: Exif = {
  IFD0: { Make: 'Kamera Contoh', Model: 'Rekaan 5', Software: 'Kamera Contoh 1.0', DateTime: '2026:11:02 09:41:27' },
  IFD2: { DateTimeOriginal: '2026:11:02 09:41:27', OffsetTimeOriginal: '+07:00' },
  IFD3: {
    GPSLatitudeRef: 'S',
    GPSLatitude: '7/1 58/1 5700/100',
    GPSLongitudeRef: 'E',
    GPSLongitude: '112/1 37/1 5100/100',
    GPSDateStamp: '2026:11:02',
  },
};

export async function samplePhoto(name: string): Promise<IncomingFile> {
  const { default: sharp } = await import('sharp');
  const bytes = await sharp(Buffer.from(SCENE)).flatten().jpeg({ quality: 82 }).withExif(TRACES).toBuffer();
  return { name, kind: 'photo', bytes };
}
